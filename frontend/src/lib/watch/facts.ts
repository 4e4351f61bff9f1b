/** Facts in words. */
import type { Fact, FactKind, FactRole } from '#lib/api/types.ts';
import { date, money } from '#lib/i18n/format.ts';

export interface FactNames {
	kinds: Record<FactKind, string>;
	roles: Record<Exclude<FactRole, ''>, string>;
}

/** A fact's normal value as a person writes it: «12 500 ₽», «23 ноября», «18:30». */
export function factValue(fact: Pick<Fact, 'kind' | 'value' | 'amount_minor' | 'currency' | 'text'>): string {
	if (fact.amount_minor !== null) return money(fact.amount_minor, fact.currency || 'RUB');
	if (fact.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(fact.value)) return date(`${fact.value}T12:00:00`);
	return fact.value || fact.text;
}

/** «Договорились: 12 500 ₽», «Метро: Сокольники». A warning's value is a code, so its words are shown. */
export function factText(fact: Fact, names: FactNames): string {
	const name = fact.kind === 'price' && fact.role ? names.roles[fact.role] : names.kinds[fact.kind];
	return `${name}: ${fact.kind === 'flag' ? fact.text : factValue(fact)}`;
}
