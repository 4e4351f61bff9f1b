/** What a call's page plays, and where it is: the video, or the sound alone while there is no video. */
import { tick, untrack } from 'svelte';
import { get } from '#lib/api/client.ts';
import type { Links } from '#lib/api/types.ts';
import { Companion, type Heard } from './companion.ts';
import { afterSilence, type Stretch } from './silence.ts';

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];
const REMEMBERED = 'lodbic.player';

/** What a person chose once is chosen for the next call too. */
interface Choices {
	rate: number;
	volume: number;
	captions: boolean;
	skipSilence: boolean;
}

export class CallPlayer {
	links = $state.raw<Links | null>(null);
	nowMs = $state(0);
	lengthMs = $state(0);
	playing = $state(false);
	/** Wants to play and has nothing to play yet. */
	starved = $state(false);
	renewing = $state(false);
	/** The links are being read. */
	reading = $state(false);
	broken = $state(false);
	/** A newer record is there; it is taken when the one being played stops, or is asked for. */
	newer = $state(false);
	muted = $state(false);
	heard = $state<Heard>('both');
	choices = $state<Choices>({ rate: 1, volume: 1, captions: false, skipSilence: false });
	/** Where nobody speaks; empty until the whole conversation is known. */
	quiet = $state.raw<Stretch[]>([]);
	/** The video, or the sound where there is no video. */
	element = $state.raw<HTMLMediaElement | null>(null);
	kind = $derived<'video' | 'sound' | null>(this.links?.video ? 'video' : this.links?.sound ? 'sound' : null);
	#callId: string;
	#seekTo: number | null = null;
	#playAtOnce = false;
	#stale = false;
	#renewals = 0;
	#companion: Companion | null = null;

	constructor(callId: string) {
		this.#callId = callId;
		try {
			Object.assign(this.choices, JSON.parse(localStorage.getItem(REMEMBERED) ?? '{}'));
		} catch {
			// What was remembered is no use: the usual stands.
		}
	}

	/** Reads the links. What plays already goes on by its old link, unless that `ranOut`. */
	async loadLinks(ranOut = false): Promise<void> {
		this.reading = true;
		try {
			this.#take(await get<Links>(`calls/${this.#callId}/links/`), ranOut);
		} finally {
			this.reading = false;
		}
	}

	#take(links: Links, ranOut: boolean): void {
		const old = this.links;
		this.newer = false;
		this.#stale = false;
		const sameSound = sameObject(old?.sound ?? null, links.sound);
		const samePlays = old?.video ? sameObject(old.video, links.video) : !links.video && sameSound;
		if (!ranOut && old && samePlays) {
			if (!sameSound) this.#dropCompanion();
			this.links = { ...links, video: old.video, sound: sameSound ? old.sound : links.sound };
			return;
		}
		// Another source takes over at the same place.
		if (this.element && (this.nowMs > 0 || this.playing)) this.#seekTo ??= this.nowMs;
		// The sound beside the video has a link of its own, which is old now as well.
		if (this.kind === 'video') this.#dropCompanion();
		this.links = links;
	}

	/** Text or media were made or made anew: takes them, unless that would break into what is being heard. */
	async renew(media: boolean): Promise<void> {
		if (!this.playing) return this.loadLinks();
		this.#stale = true;
		this.newer ||= media;
	}

	async takeNewer(): Promise<void> {
		this.pause();
		await this.loadLinks();
		await tick();
		this.play();
	}

	/** The element that plays from now on; the returned function lets it go. */
	attach(element: HTMLMediaElement): () => void {
		this.element = element;
		untrack(() => this.#apply());
		if (this.#playAtOnce) this.play();
		this.#playAtOnce = false;
		return () => {
			this.#dropCompanion();
			if (this.element === element) this.element = null;
			this.playing = false;
		};
	}

	/** Goes to a moment, also before the media is there. */
	seek(ms: number, play = this.playing): void {
		const to = Math.max(0, this.lengthMs ? Math.min(ms, this.lengthMs) : ms);
		this.nowMs = to;
		const element = this.element;
		if (!element || element.readyState < HTMLMediaElement.HAVE_METADATA) this.#seekTo = to;
		else element.currentTime = to / 1000;
		if (play) this.play();
	}

	play(): void {
		// A source can refuse to play for many reasons; the element's own events tell what came of it.
		if (this.element) void this.element.play().catch(() => {});
		else this.#playAtOnce = true;
	}

	pause(): void {
		this.#playAtOnce = false;
		this.element?.pause();
	}

	toggle = (): void => (this.element?.paused === false ? this.pause() : this.play());

	choose(choices: Partial<Choices>): void {
		Object.assign(this.choices, choices);
		localStorage.setItem(REMEMBERED, JSON.stringify(this.choices));
		this.#apply();
	}

	setVolume(volume: number): void {
		this.muted = volume <= 0;
		this.choose({ volume: Math.min(1, Math.max(0, Math.round(volume * 100) / 100)) });
	}

	/** Whoever turned the sound off has it back as it was, not from nothing. */
	louder(by: number): void {
		if (!this.muted) this.setVolume(this.choices.volume + by);
		else if (by > 0) this.mute(false);
	}

	mute(muted = !this.muted): void {
		this.muted = muted;
		if (!muted && this.choices.volume === 0) this.choose({ volume: 0.5 });
		this.#apply();
	}

	/** One speed up or down. */
	stepRate(step: 1 | -1): void {
		const at = RATES.findIndex((rate) => rate >= this.choices.rate);
		this.choose({ rate: RATES[Math.min(RATES.length - 1, Math.max(0, at + step))] });
	}

	/** Hears one person alone, or both. Must come from a press: the browser starts sound graphs only then. */
	hear(heard: Heard): void {
		this.heard = heard;
		this.#apply();
	}

	/** For the element's `loadedmetadata`. */
	ready = (): void => {
		const element = this.element;
		if (!element) return;
		this.broken = false;
		if (Number.isFinite(element.duration)) this.lengthMs = element.duration * 1000;
		if (this.#seekTo !== null) element.currentTime = this.#seekTo / 1000;
		this.#seekTo = null;
		this.#apply();
	};

	/** Reads the clock; called many times a second while playing. */
	tick = (): void => {
		const element = this.element;
		// A source being changed says 0: the place it shall return to is kept meanwhile.
		if (!element || this.renewing || this.#seekTo !== null || element.readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return;
		this.nowMs = element.currentTime * 1000;
		if (element.currentTime > 0) this.#renewals = 0;
		if (this.choices.skipSilence && this.playing && !element.seeking) {
			const next = afterSilence(this.quiet, this.nowMs);
			if (next !== null) this.seek(next);
		}
	};

	/** For `play`, `pause`, `waiting`, `playing` and `ended`. */
	changed = (): void => {
		const element = this.element;
		if (!element) return;
		this.playing = !element.paused && !element.ended;
		this.starved = this.playing && element.readyState < HTMLMediaElement.HAVE_FUTURE_DATA;
		if (!this.playing && this.#stale && !this.renewing) void this.loadLinks().catch(() => {});
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
			await this.loadLinks(true);
			await tick();
			if (this.element?.src === old) this.element?.load();
			if (wasPlaying) this.play();
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

	/** Asks again for what could not be found. */
	find = (): void => {
		if (!this.reading) void this.loadLinks().catch(() => {});
	};

	#dropCompanion(): void {
		this.#companion?.close();
		this.#companion = null;
	}

	#apply(): void {
		const element = this.element;
		if (!element) return;
		const sound = this.links?.sound;
		if (this.heard !== 'both' && sound && !this.#companion) this.#companion = new Companion(element, sound, this.failed);
		const alone = this.#companion?.hear(this.heard, this.choices.volume, this.muted) ?? false;
		element.playbackRate = this.choices.rate;
		element.volume = this.choices.volume;
		element.muted = this.muted || alone;
	}
}

/** Whether two links, or none, are to the same object: what differs is the signature. */
function sameObject(one: string | null, other: string | null): boolean {
	return one?.split('?')[0] === other?.split('?')[0];
}
