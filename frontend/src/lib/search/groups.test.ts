import { describe, expect, it } from 'vitest';
import type { Found } from '#lib/api/types.ts';
import { groupFound } from './groups.ts';

const hit = (call_id: string, start_ms: number, apart = false) => ({ call_id, start_ms, segment_id: start_ms, apart }) as Found;
const shown = (items: Found[]) => groupFound(items).map(({ key, hits }) => [key, hits.map((each) => each.start_ms)]);

describe('what was found', () => {
	it('stands by calls in their order, and within a call runs forwards', () => {
		expect(shown([hit('new', 33), hit('new', 29), hit('old', 70), hit('old', 8)])).toEqual([['new', [29, 33]], ['old', [8, 70]]]);
		expect(shown([])).toEqual([]);
	});

	it('keeps lines that hold all and lines that hold it together in groups of their own', () => {
		const groups = groupFound([hit('one', 5), hit('two', 9, true), hit('two', 3, true), hit('one', 7, true)]);
		expect(groups.map(({ apart, hits }) => [apart, hits.map((each) => each.start_ms)])).toEqual([[false, [5]], [true, [3, 9]], [true, [7]]]);
		expect(new Set(groups.map(({ key }) => key)).size).toBe(3);
	});

	it('takes what comes later into the call that is there already, and no line twice', () => {
		expect(shown([hit('new', 33), hit('old', 70), hit('old', 70), hit('old', 8)])).toEqual([['new', [33]], ['old', [8, 70]]]);
	});
});
