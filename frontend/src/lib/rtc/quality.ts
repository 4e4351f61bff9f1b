/** What the network is doing, from a peer connection's own figures, as one of four words. */

export type Quality = 'good' | 'fair' | 'poor' | 'lost';

export interface Sample {
	at: number;
	received: number;
	lost: number;
	bytes: number;
	roundTripMs: number | null;
	relayed: boolean;
}

/** Reads the figures of the incoming media and of the chosen path. */
export async function readSample(connection: RTCPeerConnection): Promise<Sample> {
	const sample: Sample = { at: performance.now(), received: 0, lost: 0, bytes: 0, roundTripMs: null, relayed: false };
	const report = await connection.getStats();
	report.forEach((stat: Record<string, unknown>) => {
		if (stat.type === 'inbound-rtp') {
			sample.received += Number(stat.packetsReceived ?? 0);
			sample.lost += Number(stat.packetsLost ?? 0);
			sample.bytes += Number(stat.bytesReceived ?? 0);
		}
		if (stat.type === 'candidate-pair' && stat.nominated === true && stat.state === 'succeeded') {
			if (stat.currentRoundTripTime !== undefined) sample.roundTripMs = Number(stat.currentRoundTripTime) * 1000;
			const local = report.get(String(stat.localCandidateId)) as { candidateType?: string } | undefined;
			sample.relayed = local?.candidateType === 'relay';
		}
	});
	return sample;
}

/** Judges the time between two samples. */
export function judge(before: Sample, now: Sample): Quality {
	const packets = now.received - before.received;
	const lost = Math.max(0, now.lost - before.lost);
	if (packets <= 0) return 'lost';
	const share = lost / (packets + lost);
	const trip = now.roundTripMs ?? 0;
	if (share > 0.08 || trip > 600) return 'poor';
	if (share > 0.02 || trip > 300) return 'fair';
	return 'good';
}
