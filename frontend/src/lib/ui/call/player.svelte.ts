/** What a call's page plays, and where it is: the video, or one person's sound while there is no video. */
import { tick } from 'svelte';
import { get } from '#lib/api/client.ts';
import type { Links } from '#lib/api/types.ts';

export class CallPlayer {
	links = $state.raw<Links | null>(null);
	nowMs = $state(0);
	playing = $state(false);
	renewing = $state(false);
	broken = $state(false);
	element = $state.raw<HTMLMediaElement | null>(null);
	#callId: string;
	#seekTo: number | null = null;
	#renewals = 0;

	constructor(callId: string) {
		this.#callId = callId;
	}

	async loadLinks(): Promise<void> {
		this.links = await get<Links>(`calls/${this.#callId}/links/`);
	}

	/** Goes to a moment, also before the media is there. */
	seek(ms: number, play: boolean): void {
		this.nowMs = ms;
		const element = this.element;
		if (!element || element.readyState < HTMLMediaElement.HAVE_METADATA) {
			this.#seekTo = ms;
			return;
		}
		element.currentTime = ms / 1000;
		if (play) void element.play().catch(() => {});
	}

	/** For the element's `loadedmetadata`. */
	ready = (): void => {
		this.broken = false;
		if (this.#seekTo !== null && this.element) this.element.currentTime = this.#seekTo / 1000;
		this.#seekTo = null;
	};

	/** For the element's `timeupdate`. */
	tick = (): void => {
		const element = this.element;
		// A source being changed says 0: the place it shall return to is kept meanwhile.
		if (!element || this.renewing || this.#seekTo !== null || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
		this.nowMs = element.currentTime * 1000;
		if (element.currentTime > 0) this.#renewals = 0;
	};

	/** For the element's `error`: most likely the link ran out. A new one goes on at the same place. */
	failed = async (): Promise<void> => {
		if (this.renewing) return;
		if (this.#renewals >= 2) {
			this.broken = true;
			return;
		}
		this.#renewals++;
		this.renewing = true;
		const wasPlaying = this.playing;
		this.#seekTo ??= this.nowMs;
		const old = this.element?.src;
		try {
			await this.loadLinks();
			await tick();
			if (this.element?.src === old) this.element?.load();
			if (wasPlaying) void this.element?.play().catch(() => {});
		} catch {
			this.broken = true;
		} finally {
			this.renewing = false;
		}
	};

	retry = (): void => {
		this.#renewals = 0;
		this.broken = false;
		void this.failed();
	};
}
