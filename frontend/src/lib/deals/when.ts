/** Moments as the clocks of a time zone show them; where the browser refuses a zone, as this device's do. */
import { zoneOrOwn } from '#lib/i18n/zones.ts';

/** How far the zone's clocks are from UTC at a moment, in milliseconds. */
function offsetAt(utcMs: number, zone: string): number {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone: zoneOrOwn(zone),
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric'
	}).formatToParts(utcMs);
	const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value);
	return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second')) - Math.floor(utcMs / 1000) * 1000;
}

/** What a zone's clocks show at a moment: «2026-11-24» and «18:00». */
export function toLocal(iso: string, zone: string): { date: string; time: string } {
	const moment = Date.parse(iso);
	const text = new Date(moment + offsetAt(moment, zone)).toISOString();
	return { date: text.slice(0, 10), time: text.slice(11, 16) };
}

/** The moment at which a zone's clocks show this; null for a day or an hour that does not exist. */
export function fromLocal(date: string, time: string, zone: string): string | null {
	const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date) ?? [];
	const [, hour, minute] = /^(\d\d):(\d\d)$/.exec(time) ?? [];
	if (!year || !hour) return null;
	const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute));
	// Twice: the first guess may lie on the other side of a change of the clocks.
	let moment = wall - offsetAt(wall, zone);
	moment = wall - offsetAt(moment, zone);
	const iso = new Date(moment).toISOString();
	const back = toLocal(iso, zone);
	return back.date === date && back.time === time ? iso : null;
}

/** Whether two zones' clocks show the same at a moment. */
export const sameClock = (iso: string, zone: string, other: string) => offsetAt(Date.parse(iso), zone) === offsetAt(Date.parse(iso), other);
