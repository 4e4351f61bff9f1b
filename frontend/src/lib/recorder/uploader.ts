/**
 * Sends one track: announces its slices, puts their bytes, has them confirmed, drops them, finishes the track.
 *
 * It stops for good when the server says the track is over or was never allowed, and tries again after everything else.
 */
import type { SliceAnnouncement, SlicesAnswer, TrackStart } from '#lib/api/types.ts';
import { sequencesOf, type PieceStore, type TrackNote } from './store.ts';

/** The server, as far as sending needs it. Errors bear `status` (0: no answer) and `code`. */
export interface Ledger {
	makeTrack(callId: string, start: TrackStart): Promise<{ track_id: string }>;
	sendSlices(trackId: string, body: { announce: SliceAnnouncement[]; stored: number[] }): Promise<SlicesAnswer>;
	finish(trackId: string, sliceCount: number): Promise<unknown>;
	/** Whether the person whose recording this is is still the one logged in: another's refusals mean nothing. */
	isOwner(): Promise<boolean>;
	/** Returns the HTTP status. */
	put(url: string, headers: Record<string, string>, bytes: Blob): Promise<number>;
}

export interface UploaderEvents {
	/** How many slices of this track still lie on the device. */
	onpending?: (count: number) => void;
	/** The server's word on whether recording may go on. */
	onrecording?: (allowed: boolean) => void;
	/** The server answers again: what waits for it elsewhere need not wait longer. */
	onback?: () => void;
}

const AT_ONCE = 6;

class Interrupted extends Error {}

const hex = (bytes: ArrayBuffer) => [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export async function sha256(bytes: Blob): Promise<string> {
	return hex(await crypto.subtle.digest('SHA-256', await bytes.arrayBuffer()));
}

function refusal(problem: unknown): { status: number; code: string } | null {
	const { status, code } = problem as { status?: number; code?: string };
	return typeof status === 'number' && status >= 400 && status < 500 && status !== 429 && status !== 408
		? { status, code: code ?? '' }
		: null;
}

export class Uploader {
	#store: PieceStore;
	#ledger: Ledger;
	#note: TrackNote;
	#events: UploaderEvents;
	/** Slices below this will not change any more. */
	#closedBelow: number;
	#finished: boolean;
	#put = new Set<number>();
	#digests = new Map<number, SliceAnnouncement>();
	#wake: (() => void) | null = null;
	#woken = false;
	#stopped = false;
	#failures = 0;
	#wait: (ms: number) => Promise<void>;

	/** `finished`: the recorder is gone, everything on the device is all there is. */
	constructor(
		store: PieceStore,
		ledger: Ledger,
		note: TrackNote,
		events: UploaderEvents & { finished?: boolean; wait?: (ms: number) => Promise<void> } = {}
	) {
		this.#store = store;
		this.#ledger = ledger;
		this.#note = note;
		this.#events = events;
		this.#finished = events.finished ?? false;
		this.#closedBelow = this.#finished ? Infinity : 0;
		this.#wait = events.wait ?? ((ms) => this.#sleep(ms));
	}

	/** A piece was saved; slices below `open` are whole. */
	grew(open: number): void {
		this.#closedBelow = Math.max(this.#closedBelow, open);
		this.nudge();
	}

	/** The recorder has stopped and all its pieces are saved. */
	end(): void {
		this.#finished = true;
		this.#closedBelow = Infinity;
		this.nudge();
	}

	/** There may be something to do now: the network is back, or a slice is whole. */
	nudge(): void {
		this.#woken = true;
		this.#wake?.();
	}

	/** Leaves everything on the device for a later visit. */
	stop(): void {
		this.#stopped = true;
		this.nudge();
	}

	/** Resolves when the track is finished and nothing of it is left here, when the server will not have it, or after `stop`. */
	async run(): Promise<void> {
		for (;;) {
			if (this.#stopped) return;
			try {
				if (await this.#step()) return;
				await this.#idle();
			} catch (problem) {
				if (this.#stopped) return;
				const refused = refusal(problem);
				const verdict = refused ? this.#verdict(refused) : 'again';
				if (refused?.status === 404 && this.#note.track_id && !this.#note.confirmed && (await this.#isOwner())) {
					// A database that lost its last moments knows of no such track: it is begun anew, for nothing of it is gone here.
					this.#note = { ...this.#note, track_id: null };
					this.#put.clear();
				} else if (verdict !== 'again' && (await this.#isOwner())) {
					if (verdict === 'drop') await this.#store.dropTrack(this.#note.local_id);
					this.#events.onpending?.(0);
					return;
				}
				await this.#wait(Math.min(15_000, 1_000 * 2 ** this.#failures++));
			}
		}
	}

	/**
	 * What a refusal means for these bytes: `drop`, nobody will ever take them; `keep`, the server does not understand
	 * us, so a later version may; `again`, it passes, as a lost login or a busy server do.
	 */
	#verdict({ status, code }: { status: number; code: string }): 'drop' | 'keep' | 'again' {
		// Said of a whole track: of a slice the answer itself says so.
		if (code === 'no_consent') this.#events.onrecording?.(false);
		if (code === 'no_consent' || code === 'track_finished' || status === 404) return 'drop';
		return status === 400 || status === 409 ? 'keep' : 'again';
	}

	async #isOwner(): Promise<boolean> {
		return this.#ledger.isOwner().catch(() => false);
	}

	/** Sends what can be sent now. True when the track is done. */
	async #step(): Promise<boolean> {
		const trackId = await this.#ensureTrack();
		for (;;) {
			const all = sequencesOf(await this.#store.places(this.#note.local_id));
			this.#events.onpending?.(all.length);
			const ready = all.filter((sequence) => sequence < this.#closedBelow && !this.#put.has(sequence)).slice(0, AT_ONCE);
			if (!ready.length && !this.#put.size) {
				if (!this.#finished || all.length) return false;
				await this.#ledger.finish(trackId, this.#note.confirmed);
				await this.#store.dropTrack(this.#note.local_id);
				return true;
			}
			await this.#exchange(trackId, ready);
			if (this.#stopped) throw new Interrupted();
		}
	}

	async #exchange(trackId: string, ready: number[]): Promise<void> {
		const announce: SliceAnnouncement[] = [];
		for (const sequence of ready) announce.push(await this.#announcement(sequence));
		const answer = await this.#ledger.sendSlices(trackId, { announce, stored: [...this.#put] });
		this.#answered();
		this.#events.onrecording?.(answer.recording);
		const confirmed = await this.#confirm(answer.stored);
		for (const sequence of answer.refused) await this.#drop(sequence);
		if (!confirmed && !answer.refused.length && !answer.links.length) {
			// What was put is not there after all: put it again, after a while.
			this.#put.clear();
			throw new Error('nothing was confirmed');
		}
		for (const link of answer.links) {
			if (this.#stopped) return;
			const bytes = await this.#store.readSlice(this.#note.local_id, link.sequence);
			const status = await this.#ledger.put(link.url, link.headers, bytes);
			// 412: these very bytes are there already.
			if (status !== 200 && status !== 412) throw new Error(`storage answered ${status}`);
			this.#put.add(link.sequence);
		}
	}

	/** Drops what is stored; returns how many slices that were. */
	async #confirm(sequences: number[]): Promise<number> {
		const mine = sequences.filter((sequence) => this.#put.has(sequence) || this.#digests.has(sequence));
		if (!mine.length) return 0;
		// The count first: after a crash between the two the slice is confirmed again, never lost from the count.
		this.#note = { ...this.#note, confirmed: Math.max(this.#note.confirmed, ...mine.map((sequence) => sequence + 1)) };
		await this.#store.saveNote(this.#note);
		for (const sequence of mine) await this.#drop(sequence);
		return mine.length;
	}

	async #drop(sequence: number): Promise<void> {
		await this.#store.dropSlice(this.#note.local_id, sequence);
		this.#put.delete(sequence);
		this.#digests.delete(sequence);
	}

	async #announcement(sequence: number): Promise<SliceAnnouncement> {
		const known = this.#digests.get(sequence);
		if (known) return known;
		const bytes = await this.#store.readSlice(this.#note.local_id, sequence);
		const places = (await this.#store.places(this.#note.local_id)).filter((place) => place.sequence === sequence);
		const made: SliceAnnouncement = {
			sequence,
			size: bytes.size,
			sha256: await sha256(bytes),
			duration_ms: places.reduce((sum, place) => sum + place.ms, 0)
		};
		this.#digests.set(sequence, made);
		return made;
	}

	async #ensureTrack(): Promise<string> {
		if (this.#note.track_id) return this.#note.track_id;
		const { kind, mime_type, began_at_ms, offset_ms, uncertainty_ms } = this.#note;
		const { track_id } = await this.#ledger.makeTrack(this.#note.call_id, {
			kind,
			mime_type,
			began_at_ms,
			offset_ms,
			uncertainty_ms
		});
		this.#answered();
		this.#note = { ...this.#note, track_id };
		await this.#store.saveNote(this.#note);
		return track_id;
	}

	#answered(): void {
		if (!this.#failures) return;
		this.#failures = 0;
		this.#events.onback?.();
	}

	/** Waits for a nudge. */
	async #idle(): Promise<void> {
		if (!this.#woken) await new Promise<void>((wake) => (this.#wake = wake));
		this.#woken = false;
		this.#wake = null;
	}

	/** Waits, or less when nudged: a network that is back is used at once. */
	async #sleep(ms: number): Promise<void> {
		this.#woken = false;
		await new Promise<void>((done) => {
			const timer = setTimeout(done, ms);
			this.#wake = () => {
				clearTimeout(timer);
				done();
			};
		});
		this.#wake = null;
	}
}
