/** Stretches of a call in which nobody speaks, to be jumped over. */
export interface Stretch {
	start_ms: number;
	end_ms: number;
}

/** A word's end rings on, and one wants to hear a voice begin. */
const AFTER_MS = 500;
const BEFORE_MS = 300;
const SHORTEST_MS = 1500;

/** What is silent between 0 and `lengthMs`, in order, less what belongs to the voices around it. `spoken` is in order of its starts. */
export function quietStretches(spoken: Stretch[], lengthMs: number): Stretch[] {
	const quiet: Stretch[] = [];
	const add = (start_ms: number, end_ms: number) => {
		if (end_ms - start_ms >= SHORTEST_MS) quiet.push({ start_ms, end_ms });
	};
	let heardUntil = -AFTER_MS;
	for (const { start_ms, end_ms } of spoken) {
		add(heardUntil + AFTER_MS, start_ms - BEFORE_MS);
		heardUntil = Math.max(heardUntil, end_ms);
	}
	add(heardUntil + AFTER_MS, lengthMs);
	return quiet;
}

/** Where to go on when `ms` lies in a quiet stretch, else null. */
export function afterSilence(quiet: Stretch[], ms: number): number | null {
	let low = 0;
	let high = quiet.length - 1;
	while (low <= high) {
		const middle = (low + high) >> 1;
		const stretch = quiet[middle]!;
		if (ms < stretch.start_ms) high = middle - 1;
		else if (ms >= stretch.end_ms - 100) low = middle + 1;
		else return stretch.end_ms;
	}
	return null;
}
