/**
 * The recording of one's own side of a call: an `av` and an `audio` recorder over the same media, and their sending.
 *
 * Change of media means new recorders and new tracks: a recorder does not survive a swap of what it records.
 */
import type { TrackKind } from '#lib/api/types.ts';
import type { Clock } from '#lib/rtc/clock.ts';
import { holdTrack } from './locks.ts';
import { ledgerOf } from './ledger.ts';
import { OpfsStore } from './opfs.ts';
import { recordableType, TrackRecorder } from './recorder.ts';
import { Uploader } from './uploader.ts';

export interface RecordingEvents {
	onpending: (count: number) => void;
	/** The server no longer allows recording. */
	onforbidden: () => void;
	onstorage: () => void;
}

interface Run {
	recorder: TrackRecorder;
	/** None before the recorder has begun. */
	uploader: Uploader | null;
}

export class RecordingSession {
	#store: OpfsStore;
	#user: string;
	#callId: string;
	#clock: Clock;
	#events: RecordingEvents;
	#runs: Run[] = [];
	#pending = new Map<string, number>();
	#sending = new Set<Promise<void>>();
	#uploaders = new Set<Uploader>();
	#chain: Promise<void> = Promise.resolve();
	#wishes = 0;
	#online = () => this.#uploaders.forEach((uploader) => uploader.nudge());

	constructor(options: { userId: string; callId: string; clock: Clock } & RecordingEvents) {
		this.#store = new OpfsStore(options.userId);
		this.#user = options.userId;
		this.#callId = options.callId;
		this.#clock = options.clock;
		this.#events = options;
		addEventListener('online', this.#online);
		void navigator.storage.persist?.().catch(() => false);
	}

	/** Records these media from now on, or nothing when there are none. Ends what ran before. */
	record(media: { audio: MediaStreamTrack | null; video: MediaStreamTrack | null } | null): Promise<void> {
		const wish = ++this.#wishes;
		// At once: a recorder begins with its first picture, and one that waits for that must not hold up the end.
		for (const { recorder } of this.#runs) recorder.end();
		const turn = this.#chain.then(async () => {
			// The next ones begin before all of these is safe, or what is said meanwhile would be on no track.
			const stopped = this.#stopRuns();
			if (media && wish === this.#wishes) {
				await Promise.all([
					media.video && this.#begin('av', [media.audio, media.video]),
					media.audio && this.#begin('audio', [media.audio])
				]);
			}
			await stopped;
		});
		this.#chain = turn.catch(() => {});
		return turn;
	}

	/** Stops recording and sends on; resolves once nothing is left on the device. */
	async finish(): Promise<void> {
		await this.record(null);
		await Promise.all(this.#sending);
		this.close();
	}

	/** Leaves the rest to a later visit. */
	close(): void {
		removeEventListener('online', this.#online);
		this.#uploaders.forEach((uploader) => uploader.stop());
		void Promise.all(this.#sending).then(() => this.#store.close());
	}

	async #begin(kind: TrackKind, tracks: (MediaStreamTrack | null)[]): Promise<void> {
		const mimeType = recordableType(kind);
		const live = tracks.filter((track): track is MediaStreamTrack => track?.readyState === 'live');
		if (!mimeType || !live.length) return;
		const recorder = new TrackRecorder(new MediaStream(live), {
			kind,
			mimeType,
			callId: this.#callId,
			clock: this.#clock,
			store: this.#store,
			onpiece: (open) => run.uploader?.grew(open),
			onstorage: this.#events.onstorage
		});
		const run: Run = { recorder, uploader: null };
		this.#runs.push(run);
		try {
			await recorder.start();
		} catch (problem) {
			this.#runs.splice(this.#runs.indexOf(run), 1);
			throw problem;
		}
		const id = recorder.note.local_id;
		const uploader = new Uploader(this.#store, ledgerOf(this.#user), recorder.note, {
			onpending: (count) => this.#count(id, count),
			onback: this.#online,
			onrecording: (allowed) => !allowed && this.#runs.some((run) => run.recorder === recorder) && this.#events.onforbidden()
		});
		run.uploader = uploader;
		this.#send(id, uploader);
	}

	#send(id: string, uploader: Uploader): void {
		this.#uploaders.add(uploader);
		const sending = holdTrack(id, () => uploader.run()).finally(() => {
			this.#sending.delete(sending);
			this.#uploaders.delete(uploader);
			this.#count(id, 0);
		});
		this.#sending.add(sending);
	}

	async #stopRuns(): Promise<void> {
		const runs = this.#runs.splice(0);
		await Promise.all(
			runs.map(async (run) => {
				await run.recorder.stop();
				run.uploader?.end();
			})
		);
	}

	#count(id: string, count: number): void {
		if (count) this.#pending.set(id, count);
		else this.#pending.delete(id);
		this.#events.onpending([...this.#pending.values()].reduce((sum, one) => sum + one, 0));
	}
}
