/** What was found, call by call. */
import type { Found } from '#lib/api/types.ts';

export interface FoundGroup {
	/** No line of the call holds all that was asked for: these hold it together. */
	apart: boolean;
	key: string;
	hits: Found[];
}

/** The calls in the order they came; within a call its lines run forwards, as they were said, each once. */
export function groupFound(items: Found[]): FoundGroup[] {
	const groups = new Map<string, Map<number, Found>>();
	for (const hit of items) {
		const key = `${hit.call_id}${hit.apart ? ' apart' : ''}`;
		groups.set(key, (groups.get(key) ?? new Map<number, Found>()).set(hit.segment_id, hit));
	}
	return [...groups].map(([key, lines]) => {
		const hits = [...lines.values()].toSorted((one, other) => one.start_ms - other.start_ms);
		return { key, hits, apart: Boolean(hits[0]?.apart) };
	});
}
