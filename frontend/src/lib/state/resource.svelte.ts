/** Something read from the server, with the states a page shows: loading, failed, there. */
import { get } from '#lib/api/client.ts';
import type { Page } from '#lib/api/types.ts';

export class Resource<Value> {
	value = $state.raw<Value | null>(null);
	problem = $state.raw<unknown>(null);
	loading = $state(false);
	#turn = 0;

	/** Reads; a later read makes an earlier one's answer void. What was there stays until then. */
	async load(read: () => Promise<Value>): Promise<void> {
		const turn = ++this.#turn;
		this.loading = true;
		this.problem = null;
		try {
			const value = await read();
			if (turn === this.#turn) this.value = value;
		} catch (problem) {
			if (turn === this.#turn) this.problem = problem;
		} finally {
			if (turn === this.#turn) this.loading = false;
		}
	}
}

type Query = Record<string, string | number | undefined | null>;

/** A list read page by page. */
export class List<Item> {
	items = $state.raw<Item[] | null>(null);
	problem = $state.raw<unknown>(null);
	loading = $state(false);
	hasMore = $state(false);
	#path = '';
	#query: Query = {};
	#page = 0;
	#turn = 0;

	/** Starts anew. `keep` leaves the old items on the screen meanwhile. */
	async open(path: string, query: Query = {}, keep = false): Promise<void> {
		this.#path = path;
		this.#query = query;
		this.#page = 0;
		if (!keep) this.items = null;
		await this.#read(true);
	}

	async more(): Promise<void> {
		if (!this.loading) await this.#read(this.items === null);
	}

	retry = (): void => {
		void this.more();
	};

	async #read(anew: boolean): Promise<void> {
		const turn = ++this.#turn;
		this.loading = true;
		this.problem = null;
		try {
			const page = await get<Page<Item>>(this.#path, { ...this.#query, page: this.#page + 1 });
			if (turn !== this.#turn) return;
			this.#page = page.page;
			this.items = anew ? page.items : [...(this.items ?? []), ...page.items];
			this.hasMore = page.has_more;
		} catch (problem) {
			if (turn === this.#turn) this.problem = problem;
		} finally {
			if (turn === this.#turn) this.loading = false;
		}
	}
}
