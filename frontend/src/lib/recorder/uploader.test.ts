import { describe, expect, it } from 'vitest';
import type { SliceAnnouncement } from '#lib/api/types.ts';
import { Slicer, type Place } from './slicer.ts';
import type { PieceStore, TrackNote } from './store.ts';
import { sha256, Uploader, type Ledger } from './uploader.ts';

class MemoryStore implements PieceStore {
	pieces = new Map<string, Blob>();
	note: TrackNote | null = null;

	async saveNote(note: TrackNote) {
		this.note = note;
	}
	async savePiece(_id: string, place: Place, bytes: Blob) {
		this.pieces.set(`${place.sequence}-${place.part}-${place.ms}`, bytes);
	}
	async places() {
		return [...this.pieces.keys()].map((name) => {
			const [sequence, part, ms] = name.split('-').map(Number);
			return { sequence: sequence!, part: part!, ms: ms! };
		});
	}
	async readSlice(_id: string, sequence: number) {
		return new Blob([...this.pieces].filter(([name]) => name.startsWith(`${sequence}-`)).map(([, bytes]) => bytes));
	}
	async dropSlice(_id: string, sequence: number) {
		for (const name of [...this.pieces.keys()]) if (name.startsWith(`${sequence}-`)) this.pieces.delete(name);
	}
	async notes() {
		return this.note ? [this.note] : [];
	}
	async dropTrack() {
		this.pieces.clear();
		this.note = null;
	}
}

const refusal = (status: number, code: string) => Object.assign(new Error(code), { status, code });

/** The server's side: refuses changed slices, confirms only what storage holds. */
class FakeLedger implements Ledger {
	announced = new Map<number, SliceAnnouncement>();
	storage = new Map<number, Blob>();
	stored = new Set<number>();
	finished: number | null = null;
	tracks = 0;
	owner = true;
	recording = true;
	/** Slices from here on began after a consent was taken back. */
	consentedBelow = Infinity;
	failing: (() => unknown)[] = [];
	puts: number[] = [];

	#maybeFail() {
		const problem = this.failing.shift()?.();
		if (problem) throw problem;
	}
	async makeTrack() {
		this.#maybeFail();
		this.tracks++;
		return { track_id: 'track' };
	}
	async sendSlices(_id: string, { announce, stored }: { announce: SliceAnnouncement[]; stored: number[] }) {
		this.#maybeFail();
		const refused = announce.map(({ sequence }) => sequence).filter((sequence) => sequence >= this.consentedBelow);
		for (const one of announce.filter(({ sequence }) => !refused.includes(sequence))) {
			const known = this.announced.get(one.sequence);
			if (known && JSON.stringify(known) !== JSON.stringify(one)) throw refusal(409, 'slice_changed');
			this.announced.set(one.sequence, one);
		}
		for (const sequence of stored) if (this.storage.has(sequence)) this.stored.add(sequence);
		const links = announce
			.filter(({ sequence }) => !this.stored.has(sequence) && !refused.includes(sequence))
			.map(({ sequence }) => ({ sequence, url: String(sequence), headers: {} }));
		const mentioned = [...announce.map((one) => one.sequence), ...stored];
		return { links, stored: mentioned.filter((one) => this.stored.has(one)), refused, recording: this.recording };
	}
	async put(url: string, _headers: Record<string, string>, bytes: Blob) {
		this.#maybeFail();
		const sequence = Number(url);
		this.puts.push(sequence);
		if (this.storage.has(sequence)) return 412;
		if ((await sha256(bytes)) !== this.announced.get(sequence)!.sha256) return 400;
		this.storage.set(sequence, bytes);
		return 200;
	}
	async finish(_id: string, count: number) {
		this.#maybeFail();
		this.finished = count;
	}
	async isOwner() {
		return this.owner;
	}
}

const note = (over: Partial<TrackNote> = {}): TrackNote => ({
	local_id: 'local',
	call_id: 'call',
	track_id: null,
	confirmed: 0,
	kind: 'audio',
	mime_type: 'audio/webm',
	began_at_ms: 1,
	offset_ms: 0,
	uncertainty_ms: 1,
	...over
});

async function record(store: MemoryStore, pieces: number, slicer = new Slicer()): Promise<Slicer> {
	for (let i = 0; i < pieces; i++) {
		for (const { place, bytes } of slicer.place(new Blob([`piece ${i} `]), 1000)) await store.savePiece('local', place, bytes);
	}
	return slicer;
}

const wait = async () => {};
const settle = () => new Promise((done) => setTimeout(done, 20));

describe('an uploader', () => {
	it('begins a track anew that the server has forgotten, and gives up when the call itself is not there', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 10);
		ledger.failing = [() => null, () => refusal(404, 'not_found')];
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect([ledger.tracks, ledger.finished, store.pieces.size]).toEqual([2, 3, 0]);

		await record(store, 10);
		ledger.failing = [() => null, () => refusal(404, 'not_found'), () => refusal(404, 'not_found')];
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect([ledger.tracks, store.pieces.size]).toEqual([3, 0]);
	});

	it('tells once that the server answers again after failures', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		let back = 0;
		await record(store, 10);
		ledger.failing = [() => refusal(503, 'broken'), () => refusal(0, 'offline'), () => null, () => refusal(502, 'broken')];
		await new Uploader(store, ledger, note(), { finished: true, wait, onback: () => back++ }).run();
		expect(ledger.finished).toBe(3);
		expect(back).toBe(2);
	});

	it('sends a finished track whole, finishes it and leaves nothing on the device', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 10);
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect(ledger.finished).toBe(3);
		expect([...ledger.stored]).toEqual([0, 1, 2]);
		expect(await ledger.storage.get(2)!.text()).toBe('piece 8 piece 9 ');
		expect(store.pieces.size).toBe(0);
		expect(store.note).toBeNull();
	});

	it('does not send a slice that still grows', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		const slicer = await record(store, 6);
		const uploader = new Uploader(store, ledger, note(), { wait });
		const running = uploader.run();
		uploader.grew(slicer.open);
		await settle();
		expect([...ledger.stored]).toEqual([0]);
		expect(ledger.announced.has(1)).toBe(false);
		await record(store, 2, slicer);
		uploader.grew(slicer.open);
		await settle();
		expect([...ledger.stored]).toEqual([0, 1]);
		uploader.end();
		await running;
		expect(ledger.finished).toBe(2);
	});

	it('goes on after failures of every step', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 5);
		ledger.failing = [
			() => refusal(0, 'offline'),
			() => null,
			() => refusal(503, 'unavailable'),
			() => null,
			() => new TypeError('put failed'),
			() => refusal(429, 'too_many_requests')
		];
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect(ledger.finished).toBe(2);
		expect(ledger.tracks).toBe(1);
	});

	it('takes up after a crash what was not confirmed, and counts what was', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 10);
		ledger.stored = new Set([0]);
		await store.dropSlice('local', 0);
		// Slice 1 was put, but its confirmation never came.
		const bytes = await store.readSlice('local', 1);
		ledger.storage.set(1, bytes);
		ledger.announced.set(1, { sequence: 1, size: bytes.size, sha256: await sha256(bytes), duration_ms: 4000 });
		await new Uploader(store, ledger, note({ track_id: 'track', confirmed: 1 }), { finished: true, wait }).run();
		expect(ledger.tracks).toBe(0);
		expect(ledger.finished).toBe(3);
		expect([...ledger.stored].sort()).toEqual([0, 1, 2]);
	});

	it('puts again what storage does not have after all', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 4);
		const put = ledger.put.bind(ledger);
		let lost = false;
		ledger.put = async (url, headers, bytes) => {
			const status = await put(url, headers, bytes);
			if (!lost) ledger.storage.clear();
			lost = true;
			return status;
		};
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect(ledger.puts).toEqual([0, 0]);
		expect(ledger.finished).toBe(1);
	});

	it('tells that recording is no longer allowed', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		ledger.recording = false;
		await record(store, 4);
		const heard: boolean[] = [];
		await new Uploader(store, ledger, note(), { finished: true, wait, onrecording: (allowed) => heard.push(allowed) }).run();
		expect(heard).toContain(false);
	});

	it('drops the slices that began after a consent was taken back, and sends and finishes what was recorded before', async () => {
		for (const [consentedBelow, whole] of [
			[2, ['piece 0 piece 1 piece 2 piece 3 ', 'piece 4 piece 5 piece 6 piece 7 ']],
			[0, []]
		] as const) {
			const store = new MemoryStore();
			const ledger = new FakeLedger();
			Object.assign(ledger, { consentedBelow, recording: false });
			await record(store, 14);
			await new Uploader(store, ledger, note(), { finished: true, wait }).run();
			expect(await Promise.all([...ledger.storage.values()].map((bytes) => bytes.text()))).toEqual(whole);
			expect([ledger.finished, store.pieces.size, store.note]).toEqual([consentedBelow, 0, null]);
		}
	});

	it('drops what can never be stored', async () => {
		for (const problem of [refusal(403, 'no_consent'), refusal(404, 'not_found'), refusal(409, 'track_finished')]) {
			const store = new MemoryStore();
			const ledger = new FakeLedger();
			await record(store, 4);
			ledger.failing = [() => problem];
			await new Uploader(store, ledger, note(), { finished: true, wait }).run();
			expect(store.pieces.size).toBe(0);
		}
	});

	it('keeps what the server does not understand, and stops asking', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		await record(store, 4);
		ledger.failing = [() => refusal(400, 'invalid')];
		await new Uploader(store, ledger, note(), { finished: true, wait }).run();
		expect(store.pieces.size).toBe(4);
		expect(ledger.finished).toBeNull();
	});

	it('keeps everything while somebody else is logged in', async () => {
		const store = new MemoryStore();
		const ledger = new FakeLedger();
		ledger.owner = false;
		await record(store, 4);
		ledger.failing = [() => refusal(404, 'not_found')];
		let waits = 0;
		const uploader: Uploader = new Uploader(store, ledger, note({ track_id: 'track' }), {
			finished: true,
			wait: async () => {
				waits++;
				uploader.stop();
			}
		});
		await uploader.run();
		expect(waits).toBe(1);
		expect(store.pieces.size).toBe(4);
	});

	it('says how many slices are left', async () => {
		const store = new MemoryStore();
		await record(store, 10);
		const counts: number[] = [];
		await new Uploader(store, new FakeLedger(), note(), { finished: true, wait, onpending: (count) => counts.push(count) }).run();
		expect(counts[0]).toBe(3);
		expect(counts.at(-1)).toBe(0);
	});
});
