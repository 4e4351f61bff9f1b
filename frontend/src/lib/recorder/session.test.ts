import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { TrackNote } from './store.ts';
import { RecordingSession } from './session.ts';

/** What happens to recorders, in order. */
let events: string[] = [];
let recorders: FakeRecorder[] = [];
let notes: TrackNote[] = [];
/** Whether the camera gives pictures: a recorder says that it has started with the first. */
let pictures = true;
/** Resolves once the device has written. */
let written = Promise.resolve();

vi.mock('./opfs.ts', () => ({
	OpfsStore: class {
		saveNote = async (note: TrackNote) => {
			notes.push({ ...note });
		};
		savePiece = () => written;
		places = async () => [];
		dropTrack = async () => {};
		close() {}
	}
}));
vi.mock('./ledger.ts', () => ({
	ledgerOf: () => ({ makeTrack: async () => ({ track_id: 'track' }), finish: async () => {}, isOwner: async () => true })
}));

class FakeRecorder {
	static isTypeSupported = () => true;
	state = 'inactive';
	kind: string;
	onstart = () => {};
	onstop = () => {};
	ondataavailable: (event: { data: Blob }) => void = () => {};

	constructor(_stream: unknown, { mimeType }: { mimeType: string }) {
		this.kind = mimeType.split('/')[0]!;
		recorders.push(this);
	}

	start() {
		this.state = 'recording';
		events.push(`${this.kind} starts`);
		if (pictures || this.kind === 'audio') setTimeout(() => this.onstart(), 500);
	}

	stop() {
		this.state = 'inactive';
		events.push(`${this.kind} ends`);
		queueMicrotask(() => {
			this.ondataavailable({ data: new Blob(['piece']) });
			this.onstop();
		});
	}
}

const track = (kind: string) => ({ kind, readyState: 'live' }) as MediaStreamTrack;
const media = () => ({ audio: track('audio'), video: track('video') });
const none = { onpending: () => {}, onforbidden: () => {}, onstorage: () => {} };
const session = (heard: Partial<typeof none> = {}) =>
	new RecordingSession({ userId: 'alice', callId: 'call', clock: { offset_ms: 0, uncertainty_ms: 1 }, ...none, ...heard });

beforeEach(() => {
	[events, recorders, notes, pictures, written] = [[], [], [], true, Promise.resolve()];
	vi.useFakeTimers({ now: 1_000_000 });
	vi.stubGlobal('MediaRecorder', FakeRecorder);
	vi.stubGlobal('MediaStream', class {});
	vi.stubGlobal('addEventListener', () => {});
	vi.stubGlobal('navigator', { storage: {}, locks: { request: (_name: string, _options: object, work: () => Promise<void>) => work() } });
	return () => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	};
});

describe('a recording', () => {
	it('asks that what is not yet sent be kept, and goes on where that is refused', async () => {
		const persist = vi.fn(async () => {
			throw new TypeError('not here');
		});
		vi.stubGlobal('navigator', { ...navigator, storage: { persist } });
		const recording = session().record(media());
		expect(persist).toHaveBeenCalledOnce();
		await vi.advanceTimersByTimeAsync(600);
		await recording;
		expect(events).toHaveLength(2);
	});

	it('counts from its start, not from when the browser tells of it', async () => {
		const recording = session().record(media());
		await vi.advanceTimersByTimeAsync(600);
		await recording;
		expect(new Set(notes.map((note) => `${note.kind} ${note.began_at_ms}`))).toEqual(new Set(['av 1000000', 'audio 1000000']));
	});

	it('of other media begins at once, not when the one before is safe', async () => {
		const recording = session();
		void recording.record(media());
		await vi.advanceTimersByTimeAsync(600);
		written = new Promise(() => {});
		void recording.record(media());
		await vi.advanceTimersByTimeAsync(0);
		expect(events.slice(2)).toEqual(['video ends', 'audio ends', 'video starts', 'audio starts']);
	});

	it('ends at once when consent is taken back, also while a camera gives no picture', async () => {
		pictures = false;
		const recording = session();
		void recording.record(media());
		await vi.advanceTimersByTimeAsync(5_000);
		const ended = recording.record(null);
		expect(recorders.map((recorder) => recorder.state)).toEqual(['inactive', 'inactive']);
		await vi.advanceTimersByTimeAsync(0);
		await ended;
	});

	it('ends, and says so once, where the device is full', async () => {
		const onstorage = vi.fn();
		const recording = session({ onstorage });
		void recording.record({ audio: track('audio'), video: null });
		await vi.advanceTimersByTimeAsync(600);
		written = Promise.reject(new DOMException('full', 'QuotaExceededError'));
		for (let piece = 0; piece < 3; piece++) recorders[0]!.ondataavailable({ data: new Blob(['piece']) });
		await vi.advanceTimersByTimeAsync(0);
		expect(onstorage).toHaveBeenCalledOnce();
		expect(events).toEqual(['audio starts', 'audio ends']);
	});

	it('does not begin when consent was taken back before its turn', async () => {
		const recording = session();
		void recording.record(media());
		void recording.record(null);
		await vi.advanceTimersByTimeAsync(600);
		expect(events).toEqual([]);
	});
});
