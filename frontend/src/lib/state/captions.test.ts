import { describe, expect, it } from 'vitest';
import type { Caption } from '#lib/generated/events.ts';
import { Captions, fitted } from './captions.svelte.ts';

/** What a person says, a second each, one after the other from a second on. */
const said = (second: number, texts: string[], changes: Partial<Caption> = {}): Caption => ({
	call_id: 'call',
	participant_id: 'boris',
	draft: true,
	began_at: second * 1_000,
	ended_at: (second + texts.length) * 1_000,
	breaths: texts.map((text, place) => ({
		text,
		doubtful: false,
		began_at: (second + place) * 1_000,
		ended_at: (second + place + 1) * 1_000
	})),
	...changes
});

describe('captions', () => {
	it('replaces a draft by what was said', () => {
		const captions = new Captions();
		captions.take(said(1, ['Здраст']));
		captions.take(said(1, ['Здравствуйте!', 'Вы продаёте?'], { draft: false }));
		expect(captions.shown(3_000).map(({ text, draft }) => [text, draft])).toEqual([
			['Здравствуйте!', false],
			['Вы продаёте?', false]
		]);
	});

	it('keeps what was said before', () => {
		const captions = new Captions();
		captions.take(said(1, ['Здравствуйте!', 'Вы']));
		captions.take(said(2, ['Вы продаёте?']));
		expect(captions.shown(4_000).map(({ text }) => text)).toEqual(['Здравствуйте!', 'Вы продаёте?']);
	});

	it('takes away what came to nothing', () => {
		const captions = new Captions();
		captions.take(said(1, ['Шум']));
		captions.take(said(0, [], { ended_at: 3_000 }));
		expect(captions.shown(3_000)).toEqual([]);
	});

	it('keeps two people apart, in the order in which they spoke', () => {
		const captions = new Captions();
		captions.take(said(5, ['позже']));
		captions.take(said(4, ['раньше'], { participant_id: 'alice', ended_at: 9_000 }));
		expect(captions.shown(6_000).map(({ text }) => text)).toEqual(['раньше', 'позже']);
	});

	it('shows the newest few, and nothing that was said long ago', () => {
		const captions = new Captions();
		captions.take(said(1, ['a', 'b', 'c', 'd', 'e']));
		expect(captions.shown(7_000).map(({ text }) => text)).toEqual(['c', 'd', 'e']);
		expect(captions.shown(60_000)).toEqual([]);
	});

	it('is late when somebody has spoken and no line has come of it', () => {
		const captions = new Captions();
		const speak = (from: number, seconds: number, level = 0.7) => {
			for (let ms = 0; ms < seconds * 1_000; ms += 100) captions.hear(level, 100, from * 1_000 + ms);
		};
		speak(0, 20, 0.2);
		expect(captions.late(20_000)).toBe(false);
		speak(20, 2);
		expect(captions.late(40_000)).toBe(false);
		speak(22, 2);
		expect(captions.late(34_000)).toBe(false);
		expect(captions.late(36_000)).toBe(true);
		captions.take(said(19, ['Здравствуйте!', 'Вы', 'продаёте?']));
		expect(captions.late(36_000)).toBe(false);
	});
});

describe('what fits', () => {
	const breath = (text: string) => ({ text, participant_id: 'boris' });
	const shown = (texts: string[]) => fitted(texts.map(breath), 20, () => 'Вы').map(({ text }) => text);

	it('is the newest of several', () => {
		expect(shown(['раз', 'два', 'три'])).toEqual(['раз', 'два', 'три']);
		expect(shown(['раз', 'это займёт две строки', 'три'])).toEqual(['это займёт две строки', 'три']);
	});

	it('is of a long breath its last words', () => {
		const [text, ...more] = shown(['до него', 'Нет, извините, двенадцать пятьсот и не меньше, там ещё насос и замок в подарок']);
		expect(more).toEqual([]);
		expect(text).toMatch(/^…[^ ].* в подарок$/);
		expect(text!.length).toBeLessThanOrEqual(56);
	});

	it('leaves of the one before what there is room for', () => {
		expect(shown(['Состояние хорошее, катались одно лето по выходным', 'понял'])).toEqual(['…катались одно лето по выходным', 'понял']);
	});
});
