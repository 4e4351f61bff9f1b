/** One's own camera and microphone, from the lobby through the call. */
import {
	facingOf,
	listDevices,
	openBoth,
	openCamera,
	openMicrophone,
	problemOf,
	rememberChoice,
	rememberedChoice,
	type Choice,
	type DeviceLists,
	type DeviceProblem
} from '#lib/rtc/devices.ts';
import type { MediaState } from '#lib/generated/events.ts';

export class LocalMedia {
	choice = $state.raw<Choice>(rememberedChoice());
	audio = $state.raw<MediaStreamTrack | null>(null);
	video = $state.raw<MediaStreamTrack | null>(null);
	muted = $state(false);
	cameraOff = $state(false);
	problem = $state<DeviceProblem | null>(null);
	lists = $state.raw<DeviceLists>({ cameras: [], microphones: [], speakers: [] });
	opening = $state(false);
	/** For showing one's own picture. */
	preview = $derived(this.video ? new MediaStream([this.video]) : null);

	/** A track was replaced, or (`state`) switched on or off. */
	onchange: (what: 'audio' | 'video' | 'state') => void = () => {};
	#closed = false;
	#changes: Promise<void> = Promise.resolve();

	get tracks(): { audio?: MediaStreamTrack; video?: MediaStreamTrack } {
		return { ...(this.audio ? { audio: this.audio } : {}), ...(this.video ? { video: this.video } : {}) };
	}

	get shown(): MediaState {
		return {
			microphone: this.audio !== null && !this.muted,
			camera: this.video !== null && !this.cameraOff,
			facing: facingOf(this.video)
		};
	}

	/** Opens what was chosen; what cannot be had is left out and `problem` says why. */
	async open(): Promise<void> {
		this.opening = true;
		try {
			// Opened once more after a problem: what was had is given back first.
			this.audio?.stop();
			this.video?.stop();
			const { audio, video, problem } = await openBoth(this.choice);
			if (this.#closed) {
				audio?.stop();
				video?.stop();
				return;
			}
			this.#setAudio(audio);
			this.#setVideo(video);
			this.problem = problem;
			await this.refreshLists();
			navigator.mediaDevices?.addEventListener('devicechange', this.refreshLists);
		} finally {
			this.opening = false;
		}
	}

	/** Tries again what could not be had, in a call that goes on. */
	async reopen(): Promise<void> {
		if (!this.audio) await this.chooseMicrophone(this.choice.microphone);
		if (!this.video) await this.chooseCamera(this.choice.camera);
		await this.refreshLists();
	}

	refreshLists = async (): Promise<void> => {
		this.lists = await listDevices();
	};

	/** '' is the system's choice, null none. */
	chooseCamera(camera: string | null): Promise<void> {
		return this.#inTurn(async () => {
			this.#remember({ ...this.choice, camera });
			await this.#reopenCamera();
		});
	}

	chooseMicrophone(microphone: string | null): Promise<void> {
		return this.#inTurn(async () => {
			this.#remember({ ...this.choice, microphone });
			const old = this.audio;
			try {
				const track = this.#unlessClosed(await openMicrophone(this.choice));
				old?.stop();
				this.#setAudio(track);
				this.problem = null;
				this.onchange('audio');
			} catch (problem) {
				this.problem = problemOf(problem);
			}
		});
	}

	/** Front to rear and back; where a device does not tell its facing, the next camera in the list. */
	flip(): Promise<void> {
		return this.#inTurn(async () => {
			const { cameras } = this.lists;
			const facing = facingOf(this.video);
			if (facing) {
				this.#remember({ ...this.choice, camera: '', facing: facing === 'user' ? 'environment' : 'user' });
			} else {
				const now = cameras.findIndex((camera) => camera.deviceId === this.video?.getSettings().deviceId);
				const next = cameras[(now + 1) % Math.max(1, cameras.length)];
				if (!next) return;
				this.#remember({ ...this.choice, camera: next.deviceId });
			}
			await this.#reopenCamera();
		});
	}

	toggleMicrophone(): void {
		this.muted = !this.muted;
		if (this.audio) this.audio.enabled = !this.muted;
		this.onchange('state');
	}

	toggleCamera(): void {
		this.cameraOff = !this.cameraOff;
		if (this.video) this.video.enabled = !this.cameraOff;
		this.onchange('state');
	}

	close(): void {
		this.#closed = true;
		navigator.mediaDevices?.removeEventListener('devicechange', this.refreshLists);
		this.audio?.stop();
		this.video?.stop();
		this.audio = null;
		this.video = null;
	}

	/** One change after another: of two at once, the first would leave open a device that nobody uses. */
	#inTurn(change: () => Promise<void>): Promise<void> {
		const turn = this.#changes.then(() => (this.#closed ? undefined : change()));
		this.#changes = turn.catch(() => {});
		return turn;
	}

	async #reopenCamera(): Promise<void> {
		const old = this.video;
		// Many phones open one camera at a time.
		old?.stop();
		try {
			this.#setVideo(this.#unlessClosed(await openCamera(this.choice)));
			this.problem = null;
		} catch (problem) {
			this.#setVideo(null);
			this.problem = problemOf(problem);
		}
		this.onchange('video');
	}

	/** Whoever hung up meanwhile has let go of all devices: of this one, too. */
	#unlessClosed(track: MediaStreamTrack | null): MediaStreamTrack | null {
		if (!this.#closed) return track;
		track?.stop();
		return null;
	}

	#remember(choice: Choice): void {
		this.choice = choice;
		rememberChoice(choice);
	}

	#setAudio(track: MediaStreamTrack | null): void {
		this.audio = track;
		if (!track) return;
		track.enabled = !this.muted;
		track.onended = () => this.audio === track && this.#lostAudio();
	}

	#setVideo(track: MediaStreamTrack | null): void {
		this.video = track;
		if (!track) return;
		track.enabled = !this.cameraOff;
		track.onended = () => {
			if (this.video !== track) return;
			this.video = null;
			this.onchange('video');
		};
	}

	/** A headset was pulled out: go on with another microphone. */
	#lostAudio(): void {
		this.audio = null;
		void this.chooseMicrophone('');
	}
}
