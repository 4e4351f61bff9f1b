/** A negotiation about one thing between two people, and what one may do with its card. */
import { ApiError, get, patch, post, put } from '#lib/api/client.ts';
import type { DealFields, DealState, Negotiation } from '#lib/api/types.ts';
import { Resource } from '#lib/state/resource.svelte.ts';

/** How a change ended: it stands, or the other was quicker and their card is there now. */
export type Outcome = 'done' | 'changed';

export class Deal {
	read = new Resource<Negotiation>();
	busy = $state(false);
	value = $derived(this.read.value);
	#id: string;

	constructor(negotiationId: string) {
		this.#id = negotiationId;
	}

	load = (): Promise<void> => this.read.load(() => get<Negotiation>(`negotiations/${this.#id}/`));

	/** Writes a new version of the card over `baseVersion`, 0 when there is none. */
	save(fields: DealFields, baseVersion: number, confirm: boolean): Promise<Outcome> {
		return this.#change(() => put<Negotiation>(`negotiations/${this.#id}/card/`, { base_version: baseVersion, ...fields, confirm }));
	}

	confirm(version: number): Promise<Outcome> {
		return this.#change(() => post<Negotiation>(`negotiations/${this.#id}/confirm/`, { version }));
	}

	note(change: { state?: Exclude<DealState, 'agreed'>; next_step?: string }): Promise<Outcome> {
		return this.#change(() => patch<Negotiation>(`negotiations/${this.#id}/`, change));
	}

	async #change(write: () => Promise<Negotiation>): Promise<Outcome> {
		this.busy = true;
		try {
			this.read.value = await write();
			return 'done';
		} catch (problem) {
			if (!(problem instanceof ApiError) || problem.code !== 'card_changed') throw problem;
			await this.load();
			return 'changed';
		} finally {
			this.busy = false;
		}
	}
}
