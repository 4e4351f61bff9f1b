/** What static/early.js asked for before this code was there. Each answer is handed on once, and while it is fresh. */
declare global {
	interface Window {
		lodbicEarly?: Record<string, Promise<Response>>;
	}
}

const FRESH_MS = 10_000;

/** The answer to a GET, if it was asked for early and is a good one. */
export async function takeEarly(address: string): Promise<Response | null> {
	const early = globalThis.window?.lodbicEarly;
	const asked = early?.[address];
	if (!early || !asked) return null;
	delete early[address];
	if (performance.now() > FRESH_MS) return null;
	const answer = await asked.catch(() => null);
	return answer?.ok ? answer : null;
}
