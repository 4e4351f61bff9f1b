/** What a search over one's calls is narrowed to. The page's address holds it, in the API's own names. */
import type { SearchQuery } from '#lib/api/types.ts';
import { priceToMinor } from '#lib/state/pictures.ts';

export const NAMES = ['by', 'side', 'question', 'agreed', 'person', 'advert_id', 'from', 'to', 'price_min', 'price_max'] as const satisfies readonly (keyof SearchQuery)[];
export type FilterName = (typeof NAMES)[number];
export type Filters = Partial<Record<FilterName, string>>;

const ALLOWED: Partial<Record<FilterName, RegExp>> = {
	by: /^(me|other)$/,
	side: /^(buyer|seller)$/,
	question: /^1$/,
	agreed: /^[01]$/,
	advert_id: /^[0-9a-f-]{36}$/,
	from: /^\d{4}-\d\d-\d\d$/,
	to: /^\d{4}-\d\d-\d\d$/,
	price_min: /^\d{1,14}$/,
	price_max: /^\d{1,14}$/
};

/** The filters of an address; what no search understands is left out. */
export function filtersOf(parameters: Pick<URLSearchParams, 'get'>): Filters {
	const filters: Filters = {};
	for (const name of NAMES) {
		const value = parameters.get(name)?.trim();
		if (value && (ALLOWED[name]?.test(value) ?? value.length <= 100)) filters[name] = value;
	}
	return filters;
}

/** The search page's address for words and filters. */
export function searchPath(q: string, filters: Filters): string {
	const parameters = new URLSearchParams();
	if (q.trim()) parameters.set('q', q.trim());
	for (const name of NAMES) if (filters[name]) parameters.set(name, filters[name]);
	const text = parameters.toString();
	return text ? `/search?${text}` : '/search';
}

/** Filters as a sheet's fields hold them: prices in roubles, nothing missing. */
export type Fields = Record<FilterName, string>;

export function toFields(filters: Filters): Fields {
	const roubles = (minor?: string) => (minor ? String(Number(minor) / 100) : '');
	const fields = Object.fromEntries(NAMES.map((name) => [name, filters[name] ?? ''])) as Fields;
	return { ...fields, price_min: roubles(filters.price_min), price_max: roubles(filters.price_max) };
}

/** The filters of filled fields; the names of fields that make no sense instead, where there are any. */
export function fromFields(fields: Fields): { filters: Filters; wrong: FilterName[] } {
	const filters: Filters = {};
	const wrong: FilterName[] = [];
	for (const name of NAMES) {
		const value = fields[name].trim();
		if (!value) continue;
		if (name === 'price_min' || name === 'price_max') {
			const minor = priceToMinor(value);
			if (minor === null) wrong.push(name);
			else filters[name] = String(minor);
		} else filters[name] = value;
	}
	if (filters.from && filters.to && filters.from > filters.to) wrong.push('to');
	if (filters.price_min && filters.price_max && Number(filters.price_min) > Number(filters.price_max)) wrong.push('price_max');
	return { filters, wrong };
}
