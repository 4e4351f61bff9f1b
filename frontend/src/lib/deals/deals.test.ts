import { readFileSync } from 'node:fs';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { DealFields, FactRole, Price } from '#lib/api/types.ts';
import { currencySign, zoneName } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/index.svelte.ts';
import { ownZone } from '#lib/i18n/zones.ts';
import { bargainingOf } from './bargaining.ts';
import { changedFields, CURRENCIES, fromTyped, NOTHING, takeField, toTyped } from './card.ts';
import { fromLocal, sameClock, toLocal } from './when.ts';
import { meetingText } from './words.ts';

describe('bargaining', () => {
	const price = (role: FactRole, roubles: number) => ({ role, amount_minor: roubles * 100, currency: 'RUB' }) as Price;
	const shown = (prices: Price[]) => bargainingOf(prices).map((step) => (step === 'gap' ? '…' : `${step.role} ${step.amount_minor / 100}`));

	it('is asked, offered and agreed, in order, without other sums and repetitions', () => {
		const said = [price('asked', 15_000), price('delivery', 500), price('asked', 15_000), price('offered', 11_000), price('deposit', 1000), price('agreed', 12_500), price('agreed', 12_500)];
		expect(shown(said)).toEqual(['asked 15000', 'offered 11000', 'agreed 12500']);
	});

	it('keeps the same sum where it becomes an agreement, and a return to an earlier one', () => {
		expect(shown([price('offered', 12_500), price('agreed', 12_500), price('asked', 13_000), price('agreed', 12_500)])).toHaveLength(4);
	});

	it('shows of a long one the begin and the end', () => {
		const long = Array.from({ length: 9 }, (_, index) => price(index % 2 ? 'offered' : 'asked', 9000 - index));
		expect(shown(long)).toEqual(['asked 9000', '…', 'asked 8994', 'offered 8993', 'asked 8992']);
		expect(shown([])).toEqual([]);
	});
});

describe('clocks', () => {
	it('show the hour of their zone', () => {
		expect(toLocal('2026-11-24T15:00:00Z', 'Europe/Moscow')).toEqual({ date: '2026-11-24', time: '18:00' });
		expect(toLocal('2026-11-24T20:30:00Z', 'Asia/Vladivostok')).toEqual({ date: '2026-11-25', time: '06:30' });
		expect(fromLocal('2026-11-24', '18:00', 'Europe/Moscow')).toBe('2026-11-24T15:00:00.000Z');
		expect(sameClock('2026-11-24T15:00:00Z', 'Europe/Moscow', 'Europe/Minsk')).toBe(true);
		expect(sameClock('2026-11-24T15:00:00Z', 'Europe/Moscow', 'Asia/Omsk')).toBe(false);
	});

	it('know both sides of their change, and hours that never are', () => {
		expect(fromLocal('2026-03-29', '01:59', 'Europe/Berlin')).toBe('2026-03-29T00:59:00.000Z');
		expect(fromLocal('2026-03-29', '02:30', 'Europe/Berlin')).toBeNull();
		expect(fromLocal('2026-03-29', '03:00', 'Europe/Berlin')).toBe('2026-03-29T01:00:00.000Z');
		for (const [date, time] of [['2026-06-31', '12:00'], ['', '12:00'], ['2026-06-30', '24:10'], ['2026-06-30', '']] as const) expect(fromLocal(date, time, 'Europe/Moscow')).toBeNull();
	});
});

describe('a meeting elsewhere', () => {
	const LATE = { meet_at: '2026-11-26T15:30:00Z', time_zone: 'Asia/Vladivostok' };
	const real = Intl.DateTimeFormat.prototype.resolvedOptions;
	beforeAll(() => i18n.start());
	afterEach(() => {
		Intl.DateTimeFormat.prototype.resolvedOptions = real;
	});

	it('is told by both clocks, and by one where they show the same', () => {
		Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ ...real.call(new Intl.DateTimeFormat()), timeZone: 'Europe/Moscow' });
		expect(meetingText(LATE)).toMatch(/^пт, 27 ноября.*, 01:30 GMT\+10 \(у\sвас чт, 18:30\)$/);
		expect(meetingText({ ...LATE, time_zone: 'Europe/Minsk' })).toMatch(/18:30$/);
	});

	it('is in a zone that is named as people name it', () => {
		expect(['Asia/Vladivostok', 'Europe/Moscow', 'Etc/GMT-3', 'America/Argentina/Buenos_Aires'].map((zone) => zoneName(zone, LATE.meet_at))).toEqual([
			'Владивосток, GMT+10',
			'Москва, GMT+3',
			'GMT+3',
			'Аргентина, GMT-3'
		]);
	});

	it('is named by its city in English', () => {
		i18n.language = 'en';
		expect(zoneName('America/Argentina/Buenos_Aires', LATE.meet_at)).toBe('Buenos Aires, GMT-3');
		i18n.language = 'ru';
	});
});

describe('a zone that the browser refuses', () => {
	const MEETING = { meet_at: '2026-11-24T15:00:00Z', time_zone: 'localtime' };

	it.each(['localtime', 'posixrules', 'Factory', 'no/such', '\n'])('is shown by this device’s clocks: %j', (zone) => {
		const own = toLocal(MEETING.meet_at, ownZone());
		expect(toLocal(MEETING.meet_at, zone)).toEqual(own);
		expect(fromLocal(own.date, own.time, zone)).toBe('2026-11-24T15:00:00.000Z');
		expect(sameClock(MEETING.meet_at, zone, ownZone())).toBe(true);
		expect(meetingText({ ...MEETING, time_zone: zone })).toBe(meetingText({ ...MEETING, time_zone: ownZone() }));
	});

	it('is not sent back with a card', () => {
		const card = { ...NOTHING, ...MEETING };
		expect(fromTyped(toTyped(card), card).fields).toMatchObject({ meet_at: '2026-11-24T15:00:00.000Z', time_zone: ownZone() });
	});

	it('may be the device’s own', () => {
		const real = Intl.DateTimeFormat.prototype.resolvedOptions;
		Intl.DateTimeFormat.prototype.resolvedOptions = () => ({ ...real.call(new Intl.DateTimeFormat()), timeZone: 'Etc/Unknown' });
		try {
			expect(ownZone()).toBe('Europe/Moscow');
		} finally {
			Intl.DateTimeFormat.prototype.resolvedOptions = real;
		}
	});
});

describe('a deal’s fields', () => {
	const deal: DealFields = { item: 'велосипед', price_minor: 1_250_000, currency: 'RUB', place: 'Сокольники', meet_at: '2026-11-24T15:00:00Z', time_zone: 'Europe/Moscow' };

	it('come back from a form as they went into it', () => {
		expect(toTyped(deal)).toEqual({ item: 'велосипед', price: '12500', currency: 'RUB', place: 'Сокольники', date: '2026-11-24', time: '18:00' });
		const { fields, wrong } = fromTyped(toTyped(deal), deal);
		expect(wrong).toEqual([]);
		expect(changedFields(fields, deal)).toEqual([]);
		expect(fromTyped(toTyped(NOTHING), NOTHING).fields).toMatchObject({ price_minor: null, meet_at: null });
	});

	it('keep the money that a price is in, and let another be chosen', () => {
		const dollars = { ...deal, price_minor: 99, currency: 'USD' };
		expect(toTyped(dollars)).toMatchObject({ price: '0,99', currency: 'USD' });
		expect(changedFields(fromTyped(toTyped(dollars), dollars).fields, dollars)).toEqual([]);
		const { fields } = fromTyped({ ...toTyped(dollars), price: '18 000', currency: 'RUB' }, dollars);
		expect(fields).toMatchObject({ price_minor: 1_800_000, currency: 'RUB' });
		expect([currencySign('RUB'), currencySign('USD')]).toEqual(['₽', '$']);
	});

	it('are in money that the API knows', () => {
		const known = readFileSync('../services/business-api/business_api/language/data/currencies.tsv', 'utf-8').match(/^[A-Z]{3}(?=\t)/gm);
		expect([...CURRENCIES].sort()).toEqual(known?.sort());
	});

	it('say which of them make no sense', () => {
		expect(fromTyped({ ...toTyped(deal), price: 'даром' }, deal).wrong).toEqual(['price']);
		expect(fromTyped({ ...toTyped(deal), time: '' }, deal).wrong).toEqual(['time']);
		expect(fromTyped({ ...toTyped(deal), date: '' }, deal).wrong).toEqual(['day']);
		expect(fromTyped({ ...toTyped(deal), date: '2026-06-31' }, deal).wrong).toEqual(['date']);
	});

	it('differ by what they mean, and can be taken one by one', () => {
		const theirs = { ...deal, price_minor: 1_200_000, meet_at: '2026-11-24T18:00:00+03:00', time_zone: 'Europe/Minsk', place: ' Сокольники ' };
		expect(changedFields(deal, theirs)).toEqual(['price']);
		expect(changedFields(takeField(deal, theirs, 'price'), theirs)).toEqual([]);
		expect(changedFields(NOTHING, deal)).toEqual(['item', 'price', 'place', 'meet_at']);
	});
});
