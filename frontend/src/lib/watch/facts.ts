/** Facts in words. */
import type { Fact, FactKind, FactRole } from '#lib/api/types.ts';
import { date, money } from '#lib/i18n/format.ts';

/** A word heard less surely is grey, a fact less sure is on no deal card; the numbers of the API's `language/types.py`. */
export const GREY = 0.5;
export const SURE = 0.5;

export interface FactNames {
	kinds: Record<FactKind, string>;
	roles: Record<FactRole, string>;
	flags: Record<string, string>;
}

/** A fact's normal value as a person writes it: «12 500 ₽», «23 ноября», «18:30». */
export function factValue(fact: Pick<Fact, 'kind' | 'value' | 'amount_minor' | 'currency' | 'text'>): string {
	if (fact.amount_minor !== null) return money(fact.amount_minor, fact.currency || 'RUB');
	if (fact.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(fact.value)) return date(`${fact.value}T12:00:00`);
	const [, code, ...groups] = (fact.kind === 'phone' && /^\+7(\d{3})(\d{3})(\d\d)(\d\d)$/.exec(fact.value)) || [];
	if (code) return `+7 ${code} ${groups.join('-')}`;
	return fact.value || fact.text;
}

/** «Договорились: 12 500 ₽», «Метро: Сокольники», «Осторожно: просят предоплату», «Похоже, передумали». */
export function factText(fact: Fact, names: FactNames): string {
	if (fact.kind === 'flag') return names.flags[fact.value] ?? `${names.kinds.flag}: ${fact.text}`;
	// Its words stand beside it.
	if (fact.kind === 'called_off') return names.kinds.called_off;
	const name = (fact.kind === 'price' && names.roles[fact.role as FactRole]) || names.kinds[fact.kind];
	return `${name}: ${factValue(fact)}`;
}

/** Whether every word that the value rests on was heard well; else one should listen to it. */
export const isSure = (fact: Pick<Fact, 'confidence'>) => fact.confidence >= SURE;

/**
 * Facts with the roles that the line of the bargaining gives them (`language/bargaining.py`): a price that was taken only
 * after others had been named after it was an offer until then.
 */
export function toldFacts(facts: Fact[]): Fact[] {
	const bargained = facts.filter((fact) => fact.kind === 'price' && isSure(fact) && ['asked', 'offered', 'agreed'].includes(fact.role));
	const offered = bargained.filter((fact, place) => {
		const behind = bargained.slice(place + 1);
		return fact.role === 'agreed' && behind.some(({ role }) => role === 'agreed') && behind.some(({ value }) => value !== fact.value);
	});
	return facts.map((fact) => (offered.includes(fact) ? { ...fact, role: 'offered' } : fact));
}

export interface FactGroup {
	/** What stands for all of them: the first said. */
	fact: Fact;
	said: Fact[];
}

const ORDER: FactKind[] = ['flag', 'called_off', 'item', 'price', 'metro', 'address', 'place', 'date', 'time', 'phone', 'link'];

/** Facts by kind; what was said several times is one, with each time it was said. */
export function groupFacts(facts: Fact[]): FactGroup[] {
	const groups = new Map<string, FactGroup>();
	for (const fact of facts) {
		const key = [fact.kind, fact.role, fact.value.toLowerCase(), fact.kind === 'flag' ? fact.fact_id : ''].join('|');
		const group = groups.get(key);
		if (group) group.said.push(fact);
		else groups.set(key, { fact, said: [fact] });
	}
	const place = ({ fact }: FactGroup) => ORDER.indexOf(fact.kind);
	return [...groups.values()].sort((one, other) => place(one) - place(other) || one.fact.start_ms - other.fact.start_ms);
}
