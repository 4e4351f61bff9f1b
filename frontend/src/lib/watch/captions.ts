/** Captions over the picture: what each side says at a moment, a readable piece at a time. */
import type { Segment, SpokenWord } from '#lib/api/types.ts';
import { isDoubted } from '#lib/watch/segments.ts';

export interface Caption {
	segment_id: number;
	mine: boolean;
	name: string;
	text: string;
	doubtful: boolean;
}

/** Two lines of a phone. */
const LONGEST = 76;
/** What was said stays a little for slow readers. */
const LINGER_MS = 600;

/** The pieces a long line is shown in, each with the moment it begins at. Without word times the line is one piece. */
export function piecesOf(segment: Pick<Segment, 'text' | 'words' | 'start_ms' | 'corrected'>): { from_ms: number; text: string }[] {
	if (segment.corrected) return [{ from_ms: segment.start_ms, text: segment.corrected.text }];
	if (segment.text.length <= LONGEST || !segment.words.length) return [{ from_ms: segment.start_ms, text: segment.text }];
	const count = Math.ceil(segment.text.length / LONGEST);
	const wanted = segment.text.length / count;
	const pieces: { from_ms: number; text: string }[] = [];
	let words: SpokenWord[] = [];
	const close = () => {
		if (words.length) pieces.push({ from_ms: words[0]![1], text: words.map(([text]) => text.trim()).join(' ') });
		words = [];
	};
	let length = 0;
	for (const word of segment.words) {
		if (words.length && length + word[0].length > wanted + 8) {
			close();
			length = 0;
		}
		words.push(word);
		length += word[0].length + 1;
		// A sentence's end is the best place to part.
		if (length > wanted * 0.6 && /[.!?…]$/.test(word[0])) {
			close();
			length = 0;
		}
	}
	close();
	return pieces;
}

/** What is being said at `ms`: at most one line of each side, in the order they began. `last` is the index of the last line begun. */
export function captionsAt(segments: Segment[], last: number, ms: number): Caption[] {
	const shown: Caption[] = [];
	// A line lasts half a minute at most: nothing that began before is still being said.
	for (let index = last; index >= 0 && ms - segments[index]!.start_ms < 30_000; index--) {
		const segment = segments[index]!;
		if (segment.end_ms + LINGER_MS < ms || shown.some((caption) => caption.mine === segment.mine)) continue;
		const text = piecesOf(segment).findLast((piece, place) => place === 0 || piece.from_ms <= ms)!.text;
		shown.unshift({ segment_id: segment.segment_id, mine: segment.mine, name: segment.name, text, doubtful: isDoubted(segment) });
	}
	return shown;
}
