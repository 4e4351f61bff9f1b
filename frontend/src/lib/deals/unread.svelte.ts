/** A card that has just changed: nobody says yes to terms that came under their finger. */
import type { Card } from '#lib/api/types.ts';

/** So long new terms stand before they can be confirmed. */
const READING_MS = 2500;

export class Unread {
	/** The card as it was before the other changed it. */
	before = $state.raw<Card | null>(null);
	/** Not to be confirmed yet. */
	fresh = $state(false);
	#shown: Card | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** To be called with every card that is shown. */
	show(card: Card | null) {
		const last = this.#shown;
		this.#shown = card;
		if (!card || !last || card.version === last.version) return;
		const foreign = card.author !== 'me';
		this.before = foreign ? last : null;
		this.fresh = foreign;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => (this.fresh = false), READING_MS);
	}

	stop() {
		clearTimeout(this.#timer);
	}
}
