/** Facts as marks on the time line. */
import type { Fact } from '#lib/api/types.ts';

export interface Mark {
	facts: Fact[];
	/** Where it stands, from 0 to 1. */
	at: number;
}

/** Facts in order of time; those that would stand closer than `gap` (a part of the line) share a mark. */
export function marksOf(facts: Fact[], lengthMs: number, gap: number): Mark[] {
	if (lengthMs <= 0) return [];
	const marks: Mark[] = [];
	for (const fact of facts.toSorted((one, other) => one.start_ms - other.start_ms)) {
		const at = Math.min(1, Math.max(0, fact.start_ms / lengthMs));
		const last = marks.at(-1);
		if (last && at - last.at < gap) last.facts.push(fact);
		else marks.push({ facts: [fact], at });
	}
	return marks;
}
