/** The moment of a call that an address asks for. */

/** No call lasts so long: whoever asks for more wants its end. */
const MOST_MS = 24 * 3_600_000;

/** `?t=` as this product writes it, in seconds, or as people write it («1:10», «1:02:05») → milliseconds; 0 for no moment. */
export function momentOf(written: string | null): number {
	const parts = (written ?? '').split(':').map(Number);
	if (parts.length > 3 || !parts.every((part) => Number.isFinite(part) && part >= 0)) return 0;
	const seconds = parts.reduce((sum, part) => sum * 60 + part, 0);
	return Math.min(MOST_MS, Math.round(seconds * 1000));
}
