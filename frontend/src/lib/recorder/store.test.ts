import { describe, expect, it } from 'vitest';
import { wholeSlices } from './store.ts';

const place = (sequence: number, part: number) => ({ sequence, part, ms: 1000 });

describe('what lies on the device', () => {
	it('comes in the order of slices and parts', () => {
		expect(wholeSlices([place(1, 0), place(0, 1), place(0, 0)])).toEqual([place(0, 0), place(0, 1), place(1, 0)]);
	});

	it('leaves out a slice that was being dropped when the browser died', () => {
		expect(wholeSlices([place(0, 2), place(0, 3), place(1, 0), place(1, 1)])).toEqual([place(1, 0), place(1, 1)]);
		expect(wholeSlices([place(0, 3)])).toEqual([]);
	});
});
