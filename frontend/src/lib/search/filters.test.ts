import { expect, it } from 'vitest';
import { filtersOf, fromFields, searchPath, toFields } from './filters.ts';

it('filters come from an address and go back into it', () => {
	const path = '/search?q=цена&by=me&question=1&person=Алексей&from=2026-11-01&price_max=1500000';
	const filters = filtersOf(new URL(path, 'http://x').searchParams);
	expect(filters).toEqual({ by: 'me', question: '1', person: 'Алексей', from: '2026-11-01', price_max: '1500000' });
	expect(decodeURIComponent(searchPath(' цена ', filters))).toBe(path);
	expect(searchPath('', {})).toBe('/search');
});

it('what no search understands is left out', () => {
	const nonsense = new URLSearchParams({ by: 'them', side: 'both', agreed: '2', from: 'yesterday', price_min: '-5', advert_id: "'", person: ' ' });
	expect(filtersOf(nonsense)).toEqual({});
});

it('fields hold roubles, and say which of them make no sense', () => {
	const filters = { price_min: '1250050', side: 'seller' };
	expect(toFields(filters)).toMatchObject({ price_min: '12500.5', side: 'seller', to: '' });
	expect(fromFields(toFields(filters))).toEqual({ filters, wrong: [] });
	expect(fromFields({ ...toFields({}), price_min: '15 000', price_max: 'даром' }).wrong).toEqual(['price_max']);
	expect(fromFields({ ...toFields({}), price_min: '15 000', price_max: '100' }).wrong).toEqual(['price_max']);
	expect(fromFields({ ...toFields({}), from: '2026-11-02', to: '2026-11-01' }).wrong).toEqual(['to']);
});
