import { describe, expect, it } from 'vitest';
import type { Caption } from '#lib/generated/events.ts';
import { Captions } from './captions.svelte.ts';

const line = (line: string, texts: string[], changes: Partial<Caption> = {}): Caption => ({
	call_id: 'call',
	participant_id: 'boris',
	line,
	draft: true,
	breaths: texts.map((text, place) => ({
		text,
		doubtful: false,
		began_at: 1_000 + place * 1_000,
		ended_at: 2_000 + place * 1_000
	})),
	...changes
});

describe('captions', () => {
	it('replaces a draft by what was said', () => {
		const captions = new Captions();
		captions.take(line('one', ['Здраст']));
		captions.take(line('one', ['Здравствуйте!'], { draft: false }));
		expect(captions.shown(3_000).map(({ text, draft }) => [text, draft])).toEqual([['Здравствуйте!', false]]);
	});

	it('takes a line away that came to nothing', () => {
		const captions = new Captions();
		captions.take(line('one', ['Шум']));
		captions.take(line('one', [], { draft: false }));
		expect(captions.shown(3_000)).toEqual([]);
	});

	it('keeps two people apart, in the order in which they spoke', () => {
		const captions = new Captions();
		captions.take(line('same', ['позже'], { breaths: [{ text: 'позже', doubtful: false, began_at: 5_000, ended_at: 6_000 }] }));
		captions.take(line('same', ['раньше'], { participant_id: 'alice' }));
		expect(captions.shown(6_000).map(({ text }) => text)).toEqual(['раньше', 'позже']);
	});

	it('shows the newest few, and nothing that was said long ago', () => {
		const captions = new Captions();
		captions.take(line('one', ['a', 'b', 'c', 'd', 'e']));
		expect(captions.shown(7_000).map(({ text }) => text)).toEqual(['c', 'd', 'e']);
		expect(captions.shown(60_000)).toEqual([]);
	});
});
