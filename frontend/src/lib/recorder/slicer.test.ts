import { describe, expect, it } from 'vitest';
import { MAX_SLICE_BYTES, MAX_SLICE_MS, Slicer } from './slicer.ts';

const piece = (size: number) => new Blob([new Uint8Array(size)]);
const places = (slicer: Slicer, sizes: number[]) =>
	sizes.flatMap((size) => slicer.place(piece(size), 1000).map(({ place, bytes }) => [place.sequence, place.part, bytes.size]));

describe('a slicer', () => {
	it('puts four pieces into a slice', () => {
		const slicer = new Slicer();
		expect(places(slicer, [10, 20, 30, 40, 50])).toEqual([
			[0, 0, 10],
			[0, 1, 20],
			[0, 2, 30],
			[0, 3, 40],
			[1, 0, 50]
		]);
		expect(slicer.open).toBe(1);
	});

	it('begins a new slice where the next piece would make it too large', () => {
		const slicer = new Slicer();
		const large = MAX_SLICE_BYTES - 5;
		expect(places(slicer, [large, 10])).toEqual([
			[0, 0, large],
			[1, 0, 10]
		]);
	});

	it('cuts a piece that is too large by itself, and loses no byte', () => {
		const slicer = new Slicer();
		const got = places(slicer, [3, 2 * MAX_SLICE_BYTES + 7]);
		expect(got).toEqual([
			[0, 0, 3],
			[1, 0, MAX_SLICE_BYTES],
			[2, 0, MAX_SLICE_BYTES],
			[3, 0, 7]
		]);
		expect(slicer.open).toBe(3);
	});

	it('counts the length of a cut piece once', () => {
		const lengths = new Slicer().place(piece(MAX_SLICE_BYTES + 1), 1020).map(({ place }) => place.ms);
		expect(lengths).toEqual([1020, 0]);
	});

	it('begins a new slice where late pieces would make it too long, and says of none that it lasts longer', () => {
		const slicer = new Slicer();
		// A tab that sleeps gives its pieces late.
		const got = [20_000, 25_000, 20_000, 90_000].flatMap((ms) => slicer.place(piece(9), ms).map(({ place }) => place));
		expect(got).toEqual([
			{ sequence: 0, part: 0, ms: 20_000 },
			{ sequence: 0, part: 1, ms: 25_000 },
			{ sequence: 1, part: 0, ms: 20_000 },
			{ sequence: 2, part: 0, ms: MAX_SLICE_MS }
		]);
	});

	it('ignores an empty piece', () => {
		expect(places(new Slicer(), [0])).toEqual([]);
	});
});
