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

type Said = Pick<Segment, 'text' | 'words' | 'start_ms' | 'end_ms' | 'corrected'>;

/** The words of a line with their times. Nobody knows the times of what was written over: each takes its share of the line. */
function timedWords(segment: Said, text: string): SpokenWord[] {
	if (!segment.corrected && segment.words.length) return segment.words;
	const at = (place: number) => segment.start_ms + ((segment.end_ms - segment.start_ms) * place) / text.length;
	return [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => [word, at(index), at(index + word.length), 1]);
}

/** The pieces a long line is shown in, each with the moment it begins at. */
export function piecesOf(segment: Said): { from_ms: number; text: string }[] {
	const text = segment.corrected?.text ?? segment.text;
	if (text.length <= LONGEST) return [{ from_ms: segment.start_ms, text }];
	const count = Math.ceil(text.length / LONGEST);
	const wanted = text.length / count;
	const pieces: { from_ms: number; text: string }[] = [];
	let words: SpokenWord[] = [];
	const close = () => {
		if (words.length) pieces.push({ from_ms: words[0]![1], text: words.map(([text]) => text.trim()).join(' ') });
		words = [];
	};
	let length = 0;
	for (const word of timedWords(segment, text)) {
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
