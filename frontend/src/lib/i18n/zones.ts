/** Time zones by their IANA names, as this browser knows them. */

const known = new Map<string, boolean>();

/** Whether this browser has clocks for a zone. Servers know names («localtime») that it refuses with an exception. */
function isKnown(zone: string): boolean {
	const before = known.get(zone);
	if (before !== undefined) return before;
	let knows = false;
	try {
		knows = Boolean(zone && new Intl.DateTimeFormat('en-US', { timeZone: zone }));
	} catch {
		// What it does not know it says by throwing.
	}
	known.set(zone, knows);
	return knows;
}

/** The zone of this device. A device that cannot tell its zone calls it one that the browser itself refuses. */
export function ownZone(): string {
	const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
	return isKnown(own) ? own : 'Europe/Moscow';
}

/** A zone that clocks can be read in: the one that was named, or else this device's. */
export const zoneOrOwn = (zone: string): string => (isKnown(zone) ? zone : ownZone());
