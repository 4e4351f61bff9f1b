import { beforeEach, describe, expect, it, vi } from 'vitest';
import { get } from '#lib/api/client.ts';
import { List } from './resource.svelte.ts';

vi.mock('#lib/api/client.ts', () => ({ get: vi.fn(), whenUnauthenticated: () => {} }));
const navigating = vi.hoisted(() => ({ type: null as string | null }));
vi.mock('$app/state', () => ({ navigating }));

const SIZE = 2;
/** The server's rows, as they stand now. */
let rows: string[] = [];

beforeEach(() => {
	navigating.type = null;
	rows = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
	vi.mocked(get).mockReset();
	vi.mocked(get).mockImplementation(async (_path, query) => {
		const page = Number(query?.page);
		return { items: rows.slice((page - 1) * SIZE, page * SIZE), page, has_more: rows.length > page * SIZE };
	});
});

/** A list of which so many pages are shown. */
async function shown(pages: number): Promise<List<string>> {
	const list = new List<string>((row) => row);
	await list.open('rows/');
	while (--pages) await list.more();
	return list;
}

/** The next answer waits until it is let go. */
function held(answer: () => unknown): () => void {
	let go = () => {};
	vi.mocked(get).mockImplementationOnce(() => new Promise((resolve) => (go = () => resolve(answer()))));
	return () => go();
}

describe('a list that one comes back to', () => {
	it('shows at once what was left, and then how it stands now', async () => {
		await shown(3);
		navigating.type = 'popstate';
		rows = ['new', ...rows];
		const list = new List<string>((row) => row);
		const opened = list.open('rows/');
		expect([list.items, list.hasMore]).toEqual([['a', 'b', 'c', 'd', 'e', 'f'], true]);
		await opened;
		expect(list.items).toEqual(['new', 'a', 'b', 'c', 'd', 'e']);
		await list.more();
		expect(list.items).toEqual(['new', 'a', 'b', 'c', 'd', 'e', 'f', 'g']);
	});

	it('begins anew by a link, and with another question', async () => {
		await shown(3);
		const list = new List<string>((row) => row);
		navigating.type = 'link';
		void list.open('rows/');
		expect(list.items).toBeNull();
		navigating.type = 'popstate';
		void list.open('rows/', { q: 'a' });
		expect(list.items).toBeNull();
	});
});

describe('a list read page by page', () => {
	it('shows a row once that has moved to a later page meanwhile', async () => {
		const list = await shown(1);
		rows = ['new', ...rows];
		await list.more();
		expect(list.items).toEqual(['a', 'b', 'c']);
		await list.more();
		expect(list.items).toEqual(['a', 'b', 'c', 'd', 'e']);
	});

	it('reads anew as much as is shown, and shows nothing less meanwhile', async () => {
		const list = await shown(3);
		rows = ['g', ...rows.slice(0, -1)];
		const refreshed = list.refresh();
		expect([list.items, list.loading]).toEqual([['a', 'b', 'c', 'd', 'e', 'f'], false]);
		await refreshed;
		expect([list.items, list.hasMore]).toEqual([['g', 'a', 'b', 'c', 'd', 'e'], true]);
		rows = ['b', 'c', 'd'];
		await list.refresh();
		expect([list.items, list.hasMore]).toEqual([['b', 'c', 'd'], false]);
	});

	it('keeps what it shows where reading anew fails', async () => {
		const list = await shown(2);
		vi.mocked(get).mockRejectedValueOnce(new Error('no network'));
		await list.refresh();
		expect([list.items, list.problem, list.hasMore]).toEqual([['a', 'b', 'c', 'd'], null, true]);
		await list.more();
		expect(list.items).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
	});

	it('brings the page that was asked for when something changes before it has come', async () => {
		const list = await shown(1);
		const go = held(() => ({ items: ['c', 'd'], page: 2, has_more: true }));
		const more = list.more();
		await Promise.resolve();
		rows = ['new', ...rows];
		await list.refresh();
		expect([list.items, list.loading]).toEqual([['new', 'a', 'b', 'c'], false]);
		go();
		await more;
		expect(list.items).toEqual(['new', 'a', 'b', 'c']);
	});

	it('asks for more only after what has changed is there', async () => {
		const list = await shown(1);
		const go = held(() => ({ items: ['new', 'a'], page: 1, has_more: true }));
		rows = ['new', ...rows];
		const refreshed = list.refresh();
		const more = list.more();
		go();
		await Promise.all([refreshed, more]);
		expect(list.items).toEqual(['new', 'a', 'b', 'c']);
	});

	it('that could not be read at first is read when something changes', async () => {
		const list = new List<string>((row) => row);
		vi.mocked(get).mockRejectedValueOnce(new Error('no network'));
		await list.open('rows/');
		expect([list.items, list.problem instanceof Error]).toEqual([null, true]);
		await list.refresh();
		expect([list.items, list.problem]).toEqual([['a', 'b'], null]);
	});

	it('shows what was asked for last', async () => {
		const list = await shown(1);
		const go = held(() => ({ items: ['old'], page: 1, has_more: false }));
		const refreshed = list.refresh();
		await list.open('others/');
		go();
		await refreshed;
		expect(list.items).toEqual(['a', 'b']);
	});
});
