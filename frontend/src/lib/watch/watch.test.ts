import { describe, expect, it } from 'vitest';
import type { Fact, Segment } from '#lib/api/types.ts';
import { factText, factValue, groupFacts, toldFacts } from './facts.ts';
import { captionsAt, piecesOf } from './captions.ts';
import { actionOf } from './keys.ts';
import { marksOf } from './marks.ts';
import { isDoubted } from './segments.ts';
import { afterSilence, quietStretches } from './silence.ts';

describe('silence', () => {
	const spoken = [
		{ start_ms: 2000, end_ms: 4000 },
		{ start_ms: 3000, end_ms: 9000 },
		{ start_ms: 5000, end_ms: 6000 },
		{ start_ms: 9800, end_ms: 12_000 },
		{ start_ms: 20_000, end_ms: 21_000 }
	];

	it('is what lies between all voices, less their edges', () => {
		expect(quietStretches(spoken, 30_000)).toEqual([
			{ start_ms: 0, end_ms: 1700 },
			{ start_ms: 12_500, end_ms: 19_700 },
			{ start_ms: 21_500, end_ms: 30_000 }
		]);
	});

	it('is the whole of a call in which nobody spoke, and none of an empty one', () => {
		expect(quietStretches([], 30_000)).toEqual([{ start_ms: 0, end_ms: 30_000 }]);
		expect(quietStretches([], 0)).toEqual([]);
	});

	it('is left at its end, and never twice', () => {
		const quiet = quietStretches(spoken, 30_000);
		expect([0, 1699, 1700, 12_499, 12_500, 15_000, 19_650, 19_700, 25_000].map((ms) => afterSilence(quiet, ms))).toEqual([
			1700,
			null,
			null,
			null,
			19_700,
			19_700,
			null,
			null,
			30_000
		]);
	});
});

describe('keys', () => {
	const press = (key: string, code = '', held: Partial<KeyboardEvent> = {}) =>
		actionOf({ key, code, ctrlKey: false, altKey: false, metaKey: false, shiftKey: false, ...held });

	it('do what people know, with either layout', () => {
		expect(press(' ', 'Space')).toEqual({ do: 'toggle' });
		for (const key of ['k', 'л', 'K', 'Л']) expect(press(key, 'KeyK'), key).toEqual({ do: 'toggle' });
		expect([press('j', 'KeyJ'), press('д', 'KeyL'), press('ArrowLeft')]).toEqual([
			{ do: 'skip', seconds: -10 },
			{ do: 'skip', seconds: 10 },
			{ do: 'skip', seconds: -5 }
		]);
		expect([press('7', 'Digit7'), press('0', 'Numpad0')]).toEqual([{ do: 'part', of: 0.7 }, { do: 'part', of: 0 }]);
		for (const [key, code] of [['<', 'Comma'], ['Б', 'Comma']] as const) {
			expect(press(key, code, { shiftKey: true }), key).toEqual({ do: 'rate', step: -1 });
		}
		expect(press('Ю', 'Period', { shiftKey: true })).toEqual({ do: 'rate', step: 1 });
		// A Russian layout has its question mark on the seven and its slash beside Enter.
		expect(press('?', 'Digit7', { shiftKey: true })).toEqual({ do: 'help' });
		expect(press('/', 'Backslash', { shiftKey: true })).toEqual({ do: 'search' });
		expect(press('.', 'Slash')).toEqual({ do: 'search' });
	});

	it('are left to the browser where they are its own', () => {
		expect(press('f', 'KeyF', { ctrlKey: true })).toBeNull();
		expect(press('ArrowLeft', '', { altKey: true })).toBeNull();
		expect(press('c', 'KeyC', { metaKey: true })).toBeNull();
		for (const key of ['Tab', 'Enter', 'Escape', 'F5', 'q']) expect(press(key, key), key).toBeNull();
	});
});

describe('marks', () => {
	const fact = (start_ms: number) => ({ start_ms }) as Fact;

	it('stand in order, and share a place where they would cover each other', () => {
		const marks = marksOf([fact(50_000), fact(10_000), fact(10_400), fact(200_000)], 100_000, 0.02);
		expect(marks.map(({ at, facts }) => [at, facts.length])).toEqual([[0.1, 2], [0.5, 1], [1, 1]]);
	});

	it('need a length', () => expect(marksOf([fact(1)], 0, 0.02)).toEqual([]));
});

describe('captions', () => {
	const said = (text: string, start_ms: number, mine = true): Segment => {
		const words = text.split(' ').map((word, index): [string, number, number, number] => [word, start_ms + index * 300, start_ms + index * 300 + 250, 1]);
		return { segment_id: start_ms, text, words, start_ms, end_ms: start_ms + words.length * 300, mine, name: 'A', doubtful: false, corrected: null } as Segment;
	};

	it('show a long line piece by piece and lose no word', () => {
		const text = 'Рама целая, без трещин, цепь я менял в прошлом году. Тормоза дисковые, работают хорошо, колодки тоже новые, могу показать прямо сейчас, если хотите.';
		const pieces = piecesOf(said(text, 0));
		expect(pieces.length).toBeGreaterThan(1);
		expect(pieces.map((piece) => piece.text).join(' ')).toBe(text);
		for (const piece of pieces) expect(piece.text.length).toBeLessThan(90);
	});

	it('show both when both speak, and nothing when nobody does', () => {
		const segments = [said('раз два три четыре пять шесть', 0), said('да', 1000, false)];
		expect(captionsAt(segments, 1, 1100).map(({ text }) => text)).toEqual(['раз два три четыре пять шесть', 'да']);
		expect(captionsAt(segments, 1, 2000).map(({ text }) => text)).toEqual(['раз два три четыре пять шесть']);
		expect(captionsAt(segments, 1, 60_000)).toEqual([]);
		expect(captionsAt(segments, -1, 0)).toEqual([]);
	});

	it('are doubtful until somebody has corrected the line', () => {
		const line = { ...said('в раму цела', 0), doubtful: true };
		expect(captionsAt([line], 0, 100)[0]!.doubtful).toBe(true);
		const corrected = { ...line, corrected: { text: 'рама целая' } } as Segment;
		expect(captionsAt([corrected], 0, 100)[0]!.doubtful).toBe(false);
		expect([line, corrected].map(isDoubted)).toEqual([true, false]);
	});

	it('show the correction where there is one', () => {
		const line = { ...said('в раму цела', 0), corrected: { text: 'рама целая' } } as Segment;
		expect(captionsAt([line], 0, 100)[0]!.text).toBe('рама целая');
	});

	it('part a long correction by the share of its letters', () => {
		const text = 'Рама целая, без трещин, цепь я менял в прошлом году. '.repeat(6).trim();
		const line = { ...said('в раму цела', 6000), end_ms: 24_000, corrected: { text } } as Segment;
		const pieces = piecesOf(line);
		expect(pieces.map((piece) => piece.text).join(' ')).toBe(text);
		for (const piece of pieces) expect(piece.text.length).toBeLessThan(90);
		expect(pieces[0]!.from_ms).toBe(6000);
		expect(pieces.at(-1)!.from_ms).toBeGreaterThan(20_000);
		expect(captionsAt([line], 0, 15_000)[0]!.text).toBe(pieces.findLast(({ from_ms }) => from_ms <= 15_000)!.text);
	});
});

describe('facts', () => {
	const names = { kinds: { flag: 'Осторожно', metro: 'Метро', called_off: 'Похоже, передумали' }, roles: {}, flags: { code: 'Спрашивают код' } } as unknown as Parameters<typeof factText>[1];
	const fact = (kind: string, value: string, start_ms: number, more: Partial<Fact> = {}) =>
		({ fact_id: `${kind}${start_ms}`, kind, value, role: '', amount_minor: null, currency: '', text: 'слова', mine: true, start_ms, ...more }) as Fact;

	it('stand by kind, warnings first, and what was said twice stands once', () => {
		const groups = groupFacts([fact('time', '18:00', 9), fact('metro', 'Сокольники', 5), fact('flag', 'code', 20), fact('metro', 'сокольники', 30), fact('flag', 'code', 40)]);
		expect(groups.map((group) => [group.fact.kind, group.said.length])).toEqual([['flag', 1], ['flag', 1], ['metro', 2], ['time', 1]]);
	});

	it('tell a price as agreed only where it was taken', () => {
		const price = (role: string, value: string, confidence = 0.9) => fact('price', value, 0, { role, confidence });
		const roles = (facts: Fact[]) => toldFacts(facts).map(({ role }) => role);
		expect(roles([price('asked', '13500'), price('agreed', '12500'), price('offered', '12000'), price('agreed', '12500')])).toEqual([
			'asked',
			'offered',
			'offered',
			'agreed'
		]);
		expect(roles([price('agreed', '12500'), price('agreed', '12500')])).toEqual(['agreed', 'agreed']);
		expect(roles([price('agreed', '12500'), price('asked', '14000')])).toEqual(['agreed', 'asked']);
		expect(roles([price('agreed', '12500'), price('offered', '12000', 0.2), price('agreed', '12500')])).toEqual(['agreed', 'offered', 'agreed']);
	});

	it('are written as people write them', () => {
		expect(factValue(fact('phone', '+79161234567', 0))).toBe('+7 916 123-45-67');
		expect(factValue(fact('phone', '+4915112345678', 0))).toBe('+4915112345678');
		expect(factText(fact('metro', 'Сокольники', 0), names)).toBe('Метро: Сокольники');
		expect(factText(fact('called_off', '', 0), names)).toBe('Похоже, передумали');
		expect(factText(fact('flag', 'code', 0), names)).toBe('Спрашивают код');
		expect(factText(fact('flag', 'new_trick', 0), names)).toBe('Осторожно: слова');
	});
});
