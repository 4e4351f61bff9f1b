/** Numbers, money and times as a person of the chosen language writes them. */
import { i18n } from './index.svelte.ts';
import { ownZone, zoneOrOwn } from './zones.ts';

const locale = () => (i18n.language === 'en' ? 'en-GB' : 'ru-RU');

export function money(minor: number, currency = 'RUB'): string {
	const whole = minor % 100 === 0;
	return new Intl.NumberFormat(locale(), {
		style: 'currency',
		currency,
		currencyDisplay: 'narrowSymbol',
		minimumFractionDigits: whole ? 0 : 2,
		maximumFractionDigits: whole ? 0 : 2
	}).format(minor / 100);
}

/** «12500», «0,99»: an amount as one types it into a field. */
export function plainAmount(minor: number): string {
	const text = (minor / 100).toFixed(minor % 100 === 0 ? 0 : 2);
	return i18n.language === 'en' ? text : text.replace('.', ',');
}

/** The sign that stands beside an amount: «₽», «$»; where there is none, the currency's letters. */
export const currencySign = (currency: string): string =>
	new Intl.NumberFormat(locale(), { style: 'currency', currency, currencyDisplay: 'narrowSymbol' }).formatToParts(0).find(({ type }) => type === 'currency')?.value ?? currency;

/** A place in a recording: 75 000 → «1:15», from an hour on «1:02:05». */
export function clock(ms: number): string {
	const seconds = Math.max(0, Math.floor(ms / 1000));
	const two = (n: number) => String(n).padStart(2, '0');
	const hours = Math.floor(seconds / 3600);
	const minutes = Math.floor(seconds / 60) % 60;
	return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

export const timeOfDay = (iso: string | number) =>
	new Intl.DateTimeFormat(locale(), { hour: '2-digit', minute: '2-digit' }).format(new Date(iso));

export function date(iso: string | number): string {
	const then = new Date(iso);
	const sameYear = then.getFullYear() === new Date().getFullYear();
	return new Intl.DateTimeFormat(locale(), {
		day: 'numeric',
		month: 'long',
		...(sameYear ? {} : { year: 'numeric' })
	}).format(then);
}

/** «сегодня», «вчера» or a date: the day alone. */
export function day(iso: string | number): string {
	const start = (value: Date) => new Date(value.getFullYear(), value.getMonth(), value.getDate()).getTime();
	const days = Math.round((start(new Date()) - start(new Date(iso))) / 86_400_000);
	if (days === 0 || days === 1) {
		return new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(-days, 'day');
	}
	return date(iso);
}

/** «сегодня, 14:05». */
export const moment = (iso: string | number) => `${day(iso)}, ${timeOfDay(iso)}`;

/** «ноября 2026», to stand after «с»; beside a day the month's name has the form that is wanted. */
export function monthAndYear(iso: string): string {
	const parts = new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'long', year: 'numeric' }).formatToParts(new Date(iso));
	const of = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
	return `${of('month')} ${of('year')}`;
}

/** «вт, 24 ноября, 18:00» by the clocks of `zone`; with the zone's name where this device's clocks show another time. */
export function meeting(iso: string, zone: string, sameClock: boolean): string {
	const then = new Date(iso);
	const text = new Intl.DateTimeFormat(locale(), {
		timeZone: zoneOrOwn(zone),
		weekday: 'short',
		day: 'numeric',
		month: 'long',
		...(then.getFullYear() === new Date().getFullYear() ? {} : { year: 'numeric' }),
		hour: '2-digit',
		minute: '2-digit',
		...(sameClock ? {} : { timeZoneName: 'shortOffset' })
	}).format(then);
	return text.replace(' в ', ', ').replace(' at ', ', ');
}

/** «чт, 18:30» by this device's clocks. */
export function weekdayAndTime(iso: string): string {
	const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale(), { ...options, timeZone: ownZone() }).format(new Date(iso));
	return `${part({ weekday: 'short' })}, ${part({ hour: '2-digit', minute: '2-digit' })}`;
}

/** «Владивосток, GMT+10»: a zone as people name it, and how far its clocks are from Greenwich at a moment. */
export function zoneName(zone: string, iso: string): string {
	const part = (timeZoneName: 'longGeneric' | 'shortOffset', timeZone: string) =>
		new Intl.DateTimeFormat(locale(), { timeZone, timeZoneName }).formatToParts(new Date(iso)).find(({ type }) => type === 'timeZoneName')?.value ?? '';
	const known = zoneOrOwn(zone);
	// The browser knows cities in Russian («Владивосток, стандартное время»); in English their names are in the zone's own.
	const translated = i18n.language === 'ru' ? part('longGeneric', known).replace(/,? стандартное время$/, '') : '';
	const city = known.includes('/') && !known.startsWith('Etc/') ? known.slice(known.lastIndexOf('/') + 1).replaceAll('_', ' ') : '';
	return [...new Set([/[а-яё]/i.test(translated) ? translated : city, part('shortOffset', known)])].filter(Boolean).join(', ');
}

/** All zones to choose from, `chosen` among them, by their names; where some share one («Москва»), each with its own city's. */
export function zoneOptions(chosen: string): { value: string; label: string }[] {
	const now = new Date().toISOString();
	const zones = [...new Set([chosen, ...Intl.supportedValuesOf('timeZone')])].filter(Boolean).map((zone) => ({ zone, name: zoneName(zone, now) }));
	const counts = new Map<string, number>();
	for (const { name } of zones) counts.set(name, (counts.get(name) ?? 0) + 1);
	const city = (zone: string) => zone.slice(zone.lastIndexOf('/') + 1).replaceAll('_', ' ');
	return zones
		.map(({ zone, name }) => ({ value: zone, label: (counts.get(name) ?? 0) > 1 ? `${name} (${city(zone)})` : name }))
		.sort((one, other) => one.label.localeCompare(other.label, i18n.language));
}
