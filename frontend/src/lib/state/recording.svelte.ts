/** The recording of one's own side of a call: on while both consent, anew whenever the media change. */
import type { Clock } from '#lib/rtc/clock.ts';
import type { RecordingSession } from '#lib/recorder/session.ts';
import type { LocalMedia } from './media.svelte.ts';
import { uploads } from './uploads.svelte.ts';

export interface OwnRecordingOptions {
	callId: string;
	userId: string;
	media: LocalMedia;
	/** The server no longer allows recording: consent was withdrawn and the news has not come yet. */
	onforbidden: () => void;
}

export class OwnRecording {
	trouble = $state<'unsupported' | 'storage' | null>(null);
	#options: OwnRecordingOptions;
	#clock: Clock | null = null;
	#session: RecordingSession | null = null;
	#allowed = false;

	constructor(options: OwnRecordingOptions) {
		this.#options = options;
	}

	/** Without the offset to the server's clock nothing is recorded: it could not be put in its place. */
	setClock(clock: Clock): void {
		this.#clock = clock;
		if (this.#allowed) void this.#begin();
	}

	/** Starts or stops as the consents say. */
	follow(allowed: boolean): void {
		if (allowed === this.#allowed) return;
		this.#allowed = allowed;
		if (allowed) void this.#begin();
		else void this.#session?.record(null);
	}

	/** The camera or the microphone is another one now. */
	mediaChanged(): void {
		if (this.#allowed) void this.#begin();
	}

	/** Stops; what is on the device goes on being sent. */
	stop(): void {
		this.#allowed = false;
		void this.#session?.finish().then(() => uploads.look());
		this.#session = null;
	}

	async #begin(): Promise<void> {
		if (!this.#clock) return;
		const { callId, userId, media, onforbidden } = this.#options;
		try {
			// Loaded when first needed: most of a call's page works without it.
			const { RecordingSession } = await import('#lib/recorder/session.ts');
			const { recordableType } = await import('#lib/recorder/recorder.ts');
			if (!recordableType('audio')) throw new Error('nothing can be recorded');
			if (!this.#allowed) return;
			this.#session ??= new RecordingSession({
				userId,
				callId,
				clock: this.#clock,
				onpending: (count) => uploads.report(this, count),
				onforbidden,
				onstorage: () => (this.trouble = 'storage')
			});
			await this.#session.record({ audio: media.audio, video: media.video });
		} catch (problem) {
			console.warn('recording failed', problem);
			this.trouble = 'unsupported';
		}
	}
}
