/** What is being said, in text, as it comes; shown or not by each person's own choice. */
import type { Caption, CaptionBreath } from '#lib/generated/events.ts';

const KEY = 'lodbic.captions';
/** How long a breath stays on the screen after it was said; and how many stay at most, each of a line or more. */
const SHOWN_MS = 14_000;
const MOST = 3;
const KEPT = 40;
/** From here on (0 to 1) a level is speech; so much of it without a line, so long ago, and lines are late. */
const LOUD = 0.5;
const SPOKEN_MS = 3_000;
const LATE_MS = 15_000;

export interface ShownBreath extends CaptionBreath {
	participant_id: string;
	draft: boolean;
}

/** As much of the newest as fits into so many lines of about `letters` each: of a long breath its last words. */
export function fitted<Breath extends { text: string; participant_id: string }>(breaths: Breath[], letters: number, nameOf: (breath: Breath) => string, lines = MOST): Breath[] {
	const shown: Breath[] = [];
	let left = lines;
	for (const breath of breaths.toReversed()) {
		if (left < 1) break;
		const room = left * letters - nameOf(breath).length - 2;
		const cut = breath.text.length > room;
		const text = cut ? `…${breath.text.slice(breath.text.length - Math.max(room, 1) + 1).replace(/^\S*\s+/, '')}` : breath.text;
		shown.unshift({ ...breath, text });
		left -= cut ? left : Math.ceil((nameOf(breath).length + 2 + text.length) / letters);
	}
	return shown;
}

export class Captions {
	on = $state(read());
	/** No line has come yet. */
	none = $state(true);
	/** Hears of each change of `on`. */
	ontoggle: () => void = () => {};
	#breaths = $state.raw<ShownBreath[]>([]);
	/** What was heard and no line has told of: since when, and how much. */
	#unread = $state.raw<{ since: number; spokenMs: number } | null>(null);

	/** Takes what a person says in the place of whatever was known of that time. */
	take({ participant_id, draft, began_at, ended_at, breaths }: Caption): void {
		const kept = this.#breaths.filter(
			(one) => one.participant_id !== participant_id || one.began_at < began_at || one.began_at >= ended_at
		);
		this.#breaths = [...kept, ...breaths.map((breath) => ({ ...breath, participant_id, draft }))]
			.sort((a, b) => a.began_at - b.began_at)
			.slice(-KEPT);
		this.none = false;
		if (this.#unread && ended_at > this.#unread.since) this.#unread = null;
	}

	/** Hears how loud somebody has been for `lastsMs`, until `now`. */
	hear(level: number, lastsMs: number, now: number): void {
		if (level < LOUD) return;
		const { since, spokenMs } = this.#unread ?? { since: now, spokenMs: 0 };
		this.#unread = { since, spokenMs: spokenMs + lastsMs };
	}

	/** Somebody has spoken and no line has come of it. */
	late(now: number): boolean {
		return this.#unread !== null && this.#unread.spokenMs >= SPOKEN_MS && now - this.#unread.since > LATE_MS;
	}

	/** Whoever took their consent back is not read on. */
	clear(): void {
		this.#breaths = [];
		this.#unread = null;
	}

	toggle(): void {
		this.on = !this.on;
		this.#unread = null;
		this.ontoggle();
		try {
			localStorage.setItem(KEY, this.on ? '1' : '0');
		} catch {
			// Forgotten with the page.
		}
	}

	/** The newest of what was said, in order; `now` by the server's clock. */
	shown(now: number): ShownBreath[] {
		return this.#breaths.filter((breath) => breath.ended_at > now - SHOWN_MS).slice(-MOST);
	}
}

function read(): boolean {
	try {
		return localStorage.getItem(KEY) === '1';
	} catch {
		return false;
	}
}
