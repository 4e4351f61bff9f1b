/** Something read from the server, with the states a page shows: loading, failed, there. */
import { get } from '#lib/api/client.ts';
import type { Page } from '#lib/api/types.ts';
import { untrack } from 'svelte';
import { keep, keptFor } from './back.ts';

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

interface Kept<Item> {
	items: Item[];
	page: number;
	hasMore: boolean;
}

/** A list read page by page. */
export class List<Item> {
	items = $state.raw<Item[] | null>(null);
	problem = $state.raw<unknown>(null);
	loading = $state(false);
	hasMore = $state(false);
	#keyOf: (item: Item) => string;
	#path = '';
	#query: Query = {};
	#page = 0;
	#turn = 0;
	#refreshing: Promise<void> | null = null;

	/** `keyOf`: what a row is known by. Rows move between pages while one reads, and come again. */
	constructor(keyOf: (item: Item) => string) {
		this.#keyOf = keyOf;
	}

	/** Starts anew; for whoever comes back, with the rows that they left, which are then read again. */
	async open(path: string, query: Query = {}): Promise<void> {
		this.#path = path;
		this.#query = query;
		const left = untrack(() => keptFor<Kept<Item>>(this.#key()));
		this.#page = left?.page ?? 0;
		this.items = left?.items ?? null;
		this.hasMore = left?.hasMore ?? false;
		await (left ? untrack(() => this.refresh()) : this.#read());
	}

	async more(): Promise<void> {
		if (this.loading) return;
		this.loading = true;
		while (this.#refreshing) await this.#refreshing;
		await this.#read();
	}

	/** Reads as many pages again as are shown, or on their way: something has changed. Nobody waits for it, and where it
	 * fails what was there stays. */
	async refresh(): Promise<void> {
		if (!this.items) return this.loading ? undefined : this.more();
		const done = this.#readAgain(++this.#turn, this.#page + (this.loading ? 1 : 0));
		this.#refreshing = done;
		await done;
		if (this.#refreshing === done) this.#refreshing = null;
	}

	retry = (): void => {
		void this.more();
	};

	async #read(): Promise<void> {
		const turn = ++this.#turn;
		this.loading = true;
		this.problem = null;
		try {
			const page = await this.#get(this.#page + 1);
			if (turn === this.#turn) this.#show(this.items ?? [], page);
		} catch (problem) {
			if (turn === this.#turn) this.problem = problem;
		} finally {
			if (turn === this.#turn) this.loading = false;
		}
	}

	async #readAgain(turn: number, until: number): Promise<void> {
		let rows: Item[] = [];
		try {
			for (let number = 1; ; number++) {
				const page = await this.#get(number);
				if (turn !== this.#turn) return;
				if (number >= until || !page.has_more) {
					this.problem = null;
					return this.#show(rows, page);
				}
				rows = this.#joined(rows, page.items);
			}
		} catch {
			// The next change, or the next page, is read in its own time.
		} finally {
			if (turn === this.#turn) this.loading = false;
		}
	}

	#get = (page: number): Promise<Page<Item>> => get<Page<Item>>(this.#path, { ...this.#query, page });

	#show(before: Item[], page: Page<Item>): void {
		this.#page = page.page;
		this.items = this.#joined(before, page.items);
		this.hasMore = page.has_more;
		keep(this.#key(), { items: this.items, page: this.#page, hasMore: this.hasMore } satisfies Kept<Item>);
	}

	#key = (): string => JSON.stringify([this.#path, this.#query]);

	#joined(before: Item[], more: Item[]): Item[] {
		const there = new Set(before.map(this.#keyOf));
		return [...before, ...more.filter((item) => !there.has(this.#keyOf(item)))];
	}
}
