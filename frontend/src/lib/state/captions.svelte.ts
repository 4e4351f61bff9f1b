/** What is being said, in text, as it comes; shown or not by each person's own choice. */
import type { Caption, CaptionBreath } from '#lib/generated/events.ts';

const KEY = 'lodbic.captions';
/** How long a breath stays on the screen after it was said, and how many stay at most. */
const SHOWN_MS = 14_000;
const MOST = 3;

export interface ShownBreath extends CaptionBreath {
	key: string;
	participant_id: string;
	draft: boolean;
}

export class Captions {
	on = $state(read());
	#lines = $state.raw<Caption[]>([]);

	/** Takes a line in the place of what was known of it. */
	take(caption: Caption): void {
		const others = this.#lines.filter((one) => one.line !== caption.line || one.participant_id !== caption.participant_id);
		this.#lines = [...others, caption].slice(-20);
	}

	/** Whoever took their consent back is not read on. */
	clear(): void {
		this.#lines = [];
	}

	toggle(): void {
		this.on = !this.on;
		try {
			localStorage.setItem(KEY, this.on ? '1' : '0');
		} catch {
			// Forgotten with the page.
		}
	}

	/** The newest breaths in the order in which they were said; `now` by the server's clock. */
	shown(now: number): ShownBreath[] {
		return this.#lines
			.flatMap(({ participant_id, line, draft, breaths }) =>
				breaths.map((breath, place) => ({ ...breath, participant_id, draft, key: `${line} ${place}` }))
			)
			.filter((breath) => breath.ended_at > now - SHOWN_MS)
			.sort((a, b) => a.began_at - b.began_at)
			.slice(-MOST);
	}
}

function read(): boolean {
	try {
		return localStorage.getItem(KEY) === '1';
	} catch {
		return false;
	}
}
