/** One person's sound alone. A call's sound is stereo: the caller left, the callee right. */
export type Heard = 'both' | 'caller' | 'callee';

const EVENTS = ['play', 'playing', 'pause', 'waiting', 'seeking', 'seeked', 'ratechange', 'ended'] as const;
/** Lips and voice may be so far apart before one sees it. */
const APART_SECONDS = 0.12;
const CHECK_MS = 500;

/** Plays the sound in step with `main` (the video, or the sound itself), through one channel or both. */
export class Companion {
	#main: HTMLMediaElement;
	#sound: HTMLMediaElement;
	#context = new AudioContext();
	#gains: [GainNode, GainNode];
	#timer: ReturnType<typeof setInterval>;
	#alone = false;

	/** `failed` is told when the sound's link ran out. */
	constructor(main: HTMLMediaElement, url: string, failed: () => void) {
		this.#main = main;
		this.#sound = main instanceof HTMLAudioElement ? main : new Audio(url);
		const splitter = this.#context.createChannelSplitter(2);
		// Summed to one channel, so that a voice stands in the middle whichever side it was recorded on.
		const out = new GainNode(this.#context, { channelCount: 1, channelCountMode: 'explicit' });
		this.#context.createMediaElementSource(this.#sound).connect(splitter);
		this.#gains = [0, 1].map((channel) => {
			const gain = new GainNode(this.#context);
			splitter.connect(gain, channel).connect(out);
			return gain;
		}) as [GainNode, GainNode];
		out.connect(this.#context.destination);
		this.#timer = setInterval(this.#follow, CHECK_MS);
		for (const event of EVENTS) main.addEventListener(event, this.#follow);
		if (this.#sound !== main) this.#sound.onerror = failed;
	}

	/** Lets one be heard, or both. True when `main` shall be silent, since its voices come from here. */
	hear(heard: Heard, volume: number, muted: boolean): boolean {
		void this.#context.resume();
		this.#gains[0].gain.value = heard === 'callee' ? 0 : 1;
		this.#gains[1].gain.value = heard === 'caller' ? 0 : 1;
		if (this.#sound === this.#main) return false;
		this.#alone = heard !== 'both';
		this.#sound.volume = volume;
		this.#sound.muted = muted;
		this.#follow();
		return this.#alone;
	}

	close(): void {
		clearInterval(this.#timer);
		for (const event of EVENTS) this.#main.removeEventListener(event, this.#follow);
		if (this.#sound !== this.#main) {
			this.#sound.onerror = null;
			this.#sound.pause();
			this.#sound.removeAttribute('src');
		}
		void this.#context.close();
	}

	#follow = (): void => {
		const [main, sound] = [this.#main, this.#sound];
		if (main === sound) return;
		const going = this.#alone && !main.paused && !main.ended && !main.seeking && main.readyState > HTMLMediaElement.HAVE_CURRENT_DATA;
		sound.playbackRate = main.playbackRate;
		if (Math.abs(sound.currentTime - main.currentTime) > APART_SECONDS) sound.currentTime = main.currentTime;
		if (going && sound.paused) void sound.play().catch(() => {});
		else if (!going && !sound.paused) sound.pause();
	};
}
