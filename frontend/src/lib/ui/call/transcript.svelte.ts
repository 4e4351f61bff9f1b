/** The conversation of a call: read page by page, and again when a new revision or more of it comes. */
import { get } from '#lib/api/client.ts';
import type { Segment, TranscriptPage } from '#lib/api/types.ts';

const LIMIT = 200;

export class Transcript {
	segments = $state.raw<Segment[]>([]);
	loaded = $state(false);
	problem = $state.raw<unknown>(null);
	#callId: string;
	#turn = 0;

	constructor(callId: string) {
		this.#callId = callId;
	}

	/** Reads all of it; what is on the screen stays until the new text is whole. */
	load = async (): Promise<void> => {
		const turn = ++this.#turn;
		this.problem = null;
		const all: Segment[] = [];
		const seen = new Set<number>();
		try {
			for (let after: number | undefined = undefined; ; ) {
				const page: TranscriptPage = await get<TranscriptPage>(`calls/${this.#callId}/transcript/`, { after_ms: after, limit: LIMIT });
				if (turn !== this.#turn) return;
				const fresh = page.items.filter((segment) => !seen.has(segment.segment_id));
				for (const segment of fresh) seen.add(segment.segment_id);
				all.push(...fresh);
				if (!page.has_more || !fresh.length) break;
				after = fresh.at(-1)!.start_ms;
			}
			this.segments = all;
			this.loaded = true;
		} catch (problem) {
			if (turn === this.#turn) this.problem = problem;
		}
	};
}
