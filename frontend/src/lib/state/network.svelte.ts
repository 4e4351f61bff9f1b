/** What the network of a call is doing, judged every two seconds. */
import type { Peer } from '#lib/rtc/peer.ts';
import { judge, readSample, type Quality, type Sample } from '#lib/rtc/quality.ts';

const EVERY_MS = 2_000;

export class NetworkWatch {
	quality = $state<Quality | null>(null);
	/** Media go through a TURN server. */
	relayed = $state(false);
	#before: Sample | null = null;
	#timer: ReturnType<typeof setInterval> | undefined;

	/** `look` gives the connection to judge, and whether the other side sends anything. */
	start(look: () => { peer: Peer | null; sends: boolean }): void {
		this.#timer = setInterval(() => {
			const { peer, sends } = look();
			void this.#judge(peer, sends);
		}, EVERY_MS);
	}

	stop(): void {
		clearInterval(this.#timer);
	}

	reset(): void {
		this.quality = null;
		this.#before = null;
	}

	async #judge(peer: Peer | null, sends: boolean): Promise<void> {
		const state = peer?.connection.connectionState;
		if (state === 'disconnected' || state === 'failed') this.quality = 'lost';
		if (!peer || state !== 'connected') {
			this.#before = null;
			return;
		}
		const sample = await readSample(peer.connection);
		const before = this.#before;
		this.#before = sample;
		this.relayed = sample.relayed;
		if (before && sends) this.quality = judge(before, sample);
	}
}
