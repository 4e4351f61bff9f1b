/** One run of one MediaRecorder: a track. Its pieces go to the store as they come. */
import type { TrackKind } from '#lib/api/types.ts';
import type { Clock } from '#lib/rtc/clock.ts';
import { Slicer } from './slicer.ts';
import type { PieceStore, TrackNote } from './store.ts';

const TYPES: Record<TrackKind, string[]> = {
	av: ['video/webm;codecs=vp8,opus', 'video/webm', 'video/mp4;codecs=avc1.42E01E,mp4a.40.2', 'video/mp4'],
	audio: ['audio/webm;codecs=opus', 'audio/webm', 'audio/mp4;codecs=mp4a.40.2', 'audio/mp4']
};
const VIDEO_BITS = 1_000_000;
const AUDIO_BITS = 32_000;
const PIECE_MS = 1_000;

/** The first type of this kind that the browser can record, if any. */
export function recordableType(kind: TrackKind): string | null {
	if (typeof MediaRecorder === 'undefined') return null;
	return TYPES[kind].find((type) => MediaRecorder.isTypeSupported(type)) ?? null;
}

export interface RecorderEvents {
	/** A piece is safe on the device; slices below `open` are whole. */
	onpiece: (open: number) => void;
	/** The device has no room or forbids writing: recording stopped. */
	onstorage: () => void;
}

export class TrackRecorder {
	readonly note: TrackNote;
	#recorder: MediaRecorder;
	#store: PieceStore;
	#slicer = new Slicer();
	#events: RecorderEvents;
	#writes: Promise<void> = Promise.resolve();
	#broken = false;
	#pieceBegan = 0;
	#stopped: Promise<void>;

	constructor(
		stream: MediaStream,
		options: { kind: TrackKind; mimeType: string; callId: string; clock: Clock; store: PieceStore } & RecorderEvents
	) {
		this.#store = options.store;
		this.#events = options;
		this.#recorder = new MediaRecorder(stream, {
			mimeType: options.mimeType,
			audioBitsPerSecond: AUDIO_BITS,
			...(options.kind === 'av' ? { videoBitsPerSecond: VIDEO_BITS } : {})
		});
		this.note = {
			local_id: crypto.randomUUID(),
			call_id: options.callId,
			track_id: null,
			confirmed: 0,
			kind: options.kind,
			mime_type: options.mimeType,
			began_at_ms: Date.now(),
			offset_ms: options.clock.offset_ms,
			uncertainty_ms: options.clock.uncertainty_ms
		};
		// It also stops by itself when its media end; the last piece comes before this event.
		this.#stopped = new Promise((stopped) => (this.#recorder.onstop = () => stopped()));
		this.#recorder.ondataavailable = ({ data }) => this.#save(data);
	}

	/** Begins; resolves once recording has begun and the note is safe. Pieces are written after the note. */
	async start(): Promise<void> {
		const started = new Promise<void>((done, failed) => {
			this.#recorder.onstart = () => done();
			this.#recorder.onerror = () => failed(new Error('the recorder failed'));
		});
		this.#recorder.start(PIECE_MS);
		// The file counts from here. The event comes with the first picture: on a busy device that is seconds later.
		this.note.began_at_ms = Date.now();
		this.#pieceBegan = performance.now();
		this.#writes = Promise.race([started, this.#stopped]).then(() => this.#store.saveNote(this.note));
		await this.#writes;
	}

	/** Ends at once; `stop` tells when everything is safe. */
	end(): void {
		if (this.#recorder.state !== 'inactive') this.#recorder.stop();
	}

	/** Stops; resolves once the last piece is safe. */
	async stop(): Promise<void> {
		this.end();
		await this.#stopped;
		await this.#writes;
	}

	#save(data: Blob): void {
		if (!data.size || this.#broken) return;
		const now = performance.now();
		const ms = Math.round(now - this.#pieceBegan);
		this.#pieceBegan = now;
		for (const { place, bytes } of this.#slicer.place(data, ms)) {
			const open = this.#slicer.open;
			this.#writes = this.#writes
				.then(() => this.#store.savePiece(this.note.local_id, place, bytes))
				.then(
					() => this.#events.onpiece(open),
					() => this.#fail()
				);
		}
	}

	#fail(): void {
		if (this.#broken) return;
		this.#broken = true;
		this.end();
		this.#events.onstorage();
	}
}
