import type { Segment } from '#lib/api/types.ts';

/** The index of the segment being spoken at `ms`, or of the last one before it; −1 before the first. */
export function segmentAt(segments: { start_ms: number }[], ms: number): number {
	let low = 0;
	let high = segments.length - 1;
	let found = -1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		if (segments[middle]!.start_ms <= ms) {
			found = middle;
			low = middle + 1;
		} else high = middle - 1;
	}
	return found;
}

const HOUR_MS = 3_600_000;
/** Whether a place's time is written with hours. */
export const isPastHour = (place?: { start_ms: number }): boolean => Boolean(place && place.start_ms >= HOUR_MS);

/** Whether a line is shown as doubtful: whoever corrects one has heard it. */
export const isDoubted = (segment: Pick<Segment, 'doubtful' | 'corrected'>): boolean => segment.doubtful && !segment.corrected;
