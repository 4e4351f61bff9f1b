import { describe, expect, it } from 'vitest';
import { messages as en } from './en/index.ts';
import { messages as ru } from './ru/index.ts';
import { ru as plural } from './plural.ts';

/** Every text by its path; functions are called with numbers or words as they want. */
function texts(value: unknown, path = ''): [string, string][] {
	if (typeof value === 'string') return [[path, value]];
	if (typeof value === 'function') return [[path, String((value as (...args: unknown[]) => unknown)(3, 5))]];
	if (Array.isArray(value) && value.some((one) => 'found' in (one as object))) return [];
	return Object.entries(value as object).flatMap(([name, inner]) => texts(inner, `${path}.${name}`));
}

describe('messages', () => {
	it('exist in both languages, under the same names', () => {
		expect(texts(en).map(([path]) => path)).toEqual(texts(ru).map(([path]) => path));
	});

	it('are never empty, and English has no Cyrillic', () => {
		for (const [path, text] of [...texts(ru), ...texts(en)]) expect(text.trim(), path).not.toBe('');
		for (const [path, text] of texts(en)) expect(text, path).not.toMatch(/[а-яё]/i);
	});
});

it('Russian plurals have three forms', () => {
	const calls = (count: number) => plural(count, 'звонок', 'звонка', 'звонков');
	expect([1, 2, 5, 11, 12, 21, 22, 25, 101, 111].map(calls)).toEqual([
		'1 звонок',
		'2 звонка',
		'5 звонков',
		'11 звонков',
		'12 звонков',
		'21 звонок',
		'22 звонка',
		'25 звонков',
		'101 звонок',
		'111 звонков'
	]);
});
