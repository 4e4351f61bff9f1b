/** What was found, call by call. */
import type { Found } from '#lib/api/types.ts';

export interface FoundGroup {
	callId: string;
	hits: Found[];
}

/** The calls in the order they came; within a call its lines run forwards, as they were said, each once. */
export function groupFound(items: Found[]): FoundGroup[] {
	const groups = new Map<string, Map<number, Found>>();
	for (const hit of items) {
		const lines = groups.get(hit.call_id) ?? new Map<number, Found>();
		groups.set(hit.call_id, lines.set(hit.segment_id, hit));
	}
	return [...groups].map(([callId, lines]) => ({ callId, hits: [...lines.values()].toSorted((one, other) => one.start_ms - other.start_ms) }));
}
