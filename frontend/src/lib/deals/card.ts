/** The fields of a deal: how they are compared, filled in and read. */
import type { DealFields, SourceOf } from '#lib/api/types.ts';
import { plainAmount } from '#lib/i18n/format.ts';
import { zoneOrOwn } from '#lib/i18n/zones.ts';
import { priceToMinor } from '#lib/state/pictures.ts';
import { fromLocal, toLocal } from './when.ts';

export const FIELDS = ['item', 'price', 'place', 'meet_at'] as const satisfies readonly SourceOf[];

export const NOTHING: DealFields = { item: '', price_minor: null, currency: 'RUB', place: '', meet_at: null, time_zone: '' };

/** Money that the API knows (`language/data/currencies.tsv`), the usual first. */
export const CURRENCIES = ['RUB', 'USD', 'EUR', 'KZT', 'UAH', 'UZS', 'AMD', 'GEL', 'AZN', 'GBP'];

/** Which fields say different things. Two zones at the same moment are no difference. */
export function changedFields(one: DealFields, other: DealFields): SourceOf[] {
	const moment = (fields: DealFields) => (fields.meet_at ? Date.parse(fields.meet_at) : null);
	return FIELDS.filter((name) => {
		if (name === 'price') return one.price_minor !== other.price_minor || (one.price_minor !== null && one.currency !== other.currency);
		if (name === 'meet_at') return moment(one) !== moment(other);
		return one[name].trim() !== other[name].trim();
	});
}

/** Whether nothing is said but what it is about. */
export const isEmpty = (fields: DealFields) => fields.price_minor === null && !fields.place && !fields.meet_at;

/** One field of `to` taken from `from`. */
export function takeField(to: DealFields, from: DealFields, name: SourceOf): DealFields {
	if (name === 'price') return { ...to, price_minor: from.price_minor, currency: from.currency };
	if (name === 'meet_at') return { ...to, meet_at: from.meet_at, time_zone: from.time_zone };
	return { ...to, [name]: from[name] };
}

/** The fields as a form holds them. */
export interface Typed {
	item: string;
	price: string;
	currency: string;
	place: string;
	date: string;
	time: string;
}

export function toTyped(fields: DealFields): Typed {
	const at = fields.meet_at ? toLocal(fields.meet_at, fields.time_zone) : { date: '', time: '' };
	const price = fields.price_minor === null ? '' : plainAmount(fields.price_minor);
	return { item: fields.item, price, currency: fields.currency || 'RUB', place: fields.place, ...at };
}

export type TypedProblem = 'price' | 'day' | 'date' | 'time';

/** What was typed, over the fields it began from; the names of what makes no sense, where there is any. */
export function fromTyped(typed: Typed, before: DealFields): { fields: DealFields; wrong: TypedProblem[] } {
	const zone = zoneOrOwn(before.time_zone);
	const wrong: TypedProblem[] = [];
	const price = typed.price.trim() ? priceToMinor(typed.price) : null;
	if (typed.price.trim() && price === null) wrong.push('price');
	let meetAt: string | null = null;
	if (typed.date && !typed.time) wrong.push('time');
	else if (!typed.date && typed.time) wrong.push('day');
	else if (typed.date) {
		meetAt = fromLocal(typed.date, typed.time, zone);
		if (!meetAt) wrong.push('date');
	}
	const fields: DealFields = {
		item: typed.item.trim(),
		price_minor: price,
		currency: typed.currency,
		place: typed.place.trim(),
		meet_at: meetAt,
		time_zone: zone
	};
	return { fields, wrong };
}
