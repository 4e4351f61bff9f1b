/** How pieces of a recording become slices: a pure rule, so that what was announced once is cut alike ever after. */

export const PIECES_PER_SLICE = 4;
// What the ledger takes: a slice that is more would never be stored, nor anything after it.
export const MAX_SLICE_BYTES = 8_000_000;
export const MAX_SLICE_MS = 60_000;

/** Where a piece lies: the slice it belongs to and its place in it. */
export interface Place {
	sequence: number;
	part: number;
	/** How long it lasts, in milliseconds; a piece that was cut counts in its first part. */
	ms: number;
}

/** Gives each piece its place as it comes. A slice holds four pieces, 8 MB or a minute, whichever is least. */
export class Slicer {
	#sequence = 0;
	#parts = 0;
	#bytes = 0;
	#ms = 0;

	/** Cuts a piece where it would make its slice too large; returns each part with its place. */
	place(piece: Blob, lasted: number): { place: Place; bytes: Blob }[] {
		const result: { place: Place; bytes: Blob }[] = [];
		for (let from = 0; from < piece.size; from += MAX_SLICE_BYTES) {
			const bytes = piece.slice(from, from + MAX_SLICE_BYTES);
			const ms = from ? 0 : Math.min(lasted, MAX_SLICE_MS);
			if (this.#parts > 0 && !this.#fits(bytes.size, ms)) this.#next();
			result.push({ place: { sequence: this.#sequence, part: this.#parts, ms }, bytes });
			this.#parts++;
			this.#bytes += bytes.size;
			this.#ms += ms;
			if (this.#parts >= PIECES_PER_SLICE || this.#bytes >= MAX_SLICE_BYTES) this.#next();
		}
		return result;
	}

	/** The first slice that may still grow. */
	get open(): number {
		return this.#sequence;
	}

	#fits(bytes: number, ms: number): boolean {
		return this.#bytes + bytes <= MAX_SLICE_BYTES && this.#ms + ms <= MAX_SLICE_MS;
	}

	#next(): void {
		this.#sequence++;
		this.#parts = 0;
		this.#bytes = 0;
		this.#ms = 0;
	}
}
