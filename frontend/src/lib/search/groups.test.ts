import { describe, expect, it } from 'vitest';
import type { Found } from '#lib/api/types.ts';
import { groupFound } from './groups.ts';

const hit = (call_id: string, start_ms: number) => ({ call_id, start_ms, segment_id: start_ms }) as Found;
const shown = (items: Found[]) => groupFound(items).map(({ callId, hits }) => [callId, hits.map((each) => each.start_ms)]);

describe('what was found', () => {
	it('stands by calls in their order, and within a call runs forwards', () => {
		expect(shown([hit('new', 33), hit('new', 29), hit('old', 70), hit('old', 8)])).toEqual([['new', [29, 33]], ['old', [8, 70]]]);
		expect(shown([])).toEqual([]);
	});

	it('takes what comes later into the call that is there already, and no line twice', () => {
		expect(shown([hit('new', 33), hit('old', 70), hit('old', 70), hit('old', 8)])).toEqual([['new', [33]], ['old', [8, 70]]]);
	});
});
