/** The offset between this device's clock and the server's, from round trips. */

export interface Clock {
	/** Add it to a local Unix time to get the server's. */
	offset_ms: number;
	uncertainty_ms: number;
}

export interface RoundTrip {
	sent: number;
	server: number;
	received: number;
}

const median = (values: number[]): number => {
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** The median offset; half of the quickest round trip bounds how wrong it can be. */
export function estimateClock(trips: RoundTrip[]): Clock {
	const offsets = trips.map((trip) => trip.server - (trip.sent + trip.received) / 2);
	const quickest = Math.min(...trips.map((trip) => trip.received - trip.sent));
	return { offset_ms: Math.round(median(offsets)), uncertainty_ms: Math.max(1, Math.ceil(quickest / 2)) };
}

/** Makes `count` round trips by `ask`, which returns the server's time. */
export async function measureClock(ask: () => Promise<number>, count = 7, pause = 40): Promise<Clock> {
	const trips: RoundTrip[] = [];
	for (let i = 0; i < count; i++) {
		const sent = Date.now();
		const server = await ask();
		trips.push({ sent, server, received: Date.now() });
		await new Promise((done) => setTimeout(done, pause));
	}
	return estimateClock(trips);
}
