/** The conversation of a call: read part by part, and again when a new revision or more of it comes. */
import { get } from '#lib/api/client.ts';
import type { Segment, TranscriptPage } from '#lib/api/types.ts';

const FIRST = 150;
const MORE = 500;
/** A line lasts at most about half a minute: one that is being said at a moment did not begin earlier. */
const LONGEST_MS = 30_000;

export class Transcript {
	segments = $state.raw<Segment[]>([]);
	loaded = $state(false);
	/** All of it is here. */
	complete = $state(false);
	/** The lines that came last were put before the others. */
	grewAbove = $state(false);
	problem = $state.raw<unknown>(null);
	#callId: string;
	#turn = 0;

	constructor(callId: string) {
		this.#callId = callId;
	}

	/** Reads all of it, the part around `aroundMs` first. What is on the screen stays until the new text is whole. */
	load = async (aroundMs = 0): Promise<void> => {
		const turn = ++this.#turn;
		const anew = !this.loaded;
		this.problem = null;
		const from = anew ? Math.max(0, Math.floor(aroundMs) - LONGEST_MS) : 0;
		try {
			let shown: Segment[] = [];
			for await (const part of this.#parts(from, Infinity)) {
				if (turn !== this.#turn) return;
				shown = [...shown, ...part];
				// Nothing said from there on may still mean that all was said before.
				if (anew && (shown.length || !from)) this.#show(shown, false);
			}
			const [first] = shown;
			if (from > 0) {
				let before: Segment[] = [];
				for await (const part of this.#parts(0, first?.start_ms ?? Infinity, new Set(shown.map(({ segment_id }) => segment_id)))) before = [...before, ...part];
				shown = [...before, ...shown];
			}
			if (turn !== this.#turn) return;
			this.#show(shown, Boolean(from && first));
			this.complete = true;
		} catch (problem) {
			if (turn === this.#turn) this.problem = problem;
		}
	};

	/** Puts a line in its own place: it was corrected. */
	replace(segment: Segment): void {
		this.segments = this.segments.map((old) => (old.segment_id === segment.segment_id ? segment : old));
	}

	#show(segments: Segment[], grewAbove: boolean): void {
		this.grewAbove = grewAbove;
		this.segments = segments;
		this.loaded = true;
	}

	/** Lines that end after `from` and begin before `until`, in order and none twice. */
	async *#parts(from: number, until: number, seen = new Set<number>()): AsyncGenerator<Segment[]> {
		let after = from;
		for (let limit = this.loaded ? MORE : FIRST; ; limit = MORE) {
			const page = await get<TranscriptPage>(`calls/${this.#callId}/transcript/`, { after_ms: after, limit });
			const fresh = page.items.filter((segment) => !seen.has(segment.segment_id) && segment.start_ms < until);
			for (const segment of fresh) seen.add(segment.segment_id);
			yield fresh;
			if (!page.has_more || !fresh.length) return;
			after = fresh.at(-1)!.start_ms;
		}
	}
}
