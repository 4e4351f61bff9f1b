/** A deal's fields in words. */
import type { DealFields, NegotiationSummary, SourceOf } from '#lib/api/types.ts';
import { meeting, money, weekdayAndTime } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/index.svelte.ts';
import { ownZone } from '#lib/i18n/zones.ts';
import { sameClock } from './when.ts';

/** When the two meet, by the clocks of the place they meet at; and by one's own, where they show another time. */
export function meetingText(fields: Pick<DealFields, 'meet_at' | 'time_zone'>): string {
	if (!fields.meet_at) return '';
	const same = sameClock(fields.meet_at, fields.time_zone, ownZone());
	const there = meeting(fields.meet_at, fields.time_zone, same);
	return same ? there : i18n.m.deals.meetingHere(there, weekdayAndTime(fields.meet_at));
}

/** A field in words; empty when it says nothing. */
export function fieldText(fields: DealFields, name: SourceOf): string {
	if (name === 'price') return fields.price_minor === null ? '' : money(fields.price_minor, fields.currency || 'RUB');
	if (name === 'meet_at') return meetingText(fields);
	return fields[name];
}

/** What a negotiation waits for, as a name among the texts; null when for nothing. */
export function waitingOf(deal: Pick<NegotiationSummary, 'waits_for' | 'state' | 'change_pending'>): 'pending' | 'waitsForMe' | 'waitsForOther' | 'waitsForBoth' | null {
	if (deal.state === 'met' || deal.state === 'fell_through') return null;
	if (deal.waits_for === 'me') return 'waitsForMe';
	if (deal.change_pending) return 'pending';
	return deal.waits_for === 'other' ? 'waitsForOther' : deal.waits_for === 'both' ? 'waitsForBoth' : null;
}
