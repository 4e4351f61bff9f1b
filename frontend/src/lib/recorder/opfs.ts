/** The store of a recording in the origin-private file system: lodbic/USER/LOCAL_ID/{note-N,SSSSSS-PPPP-MMMMM}: slice, part, length. */
import type { WriteDone, WriteOrder } from './opfs.worker.ts';
import { unseal } from './seal.ts';
import type { Place } from './slicer.ts';
import { wholeSlices, type PieceStore, type TrackNote } from './store.ts';

const ROOT = 'lodbic';

const digits = (value: number, count: number) => String(value).padStart(count, '0');
const nameOf = (place: Place) => `${digits(place.sequence, 6)}-${digits(place.part, 4)}-${digits(place.ms, 5)}`;

function placeOf(name: string): Place | null {
	const match = /^(\d{6})-(\d{4})-(\d{5,})$/.exec(name);
	return match ? { sequence: Number(match[1]), part: Number(match[2]), ms: Number(match[3]) } : null;
}

const noteVersion = (name: string) => Number(/^note-(\d+)$/.exec(name)?.[1] ?? 0);

async function namesIn(folder: FileSystemDirectoryHandle): Promise<string[]> {
	const names: string[] = [];
	for await (const name of folder.keys()) names.push(name);
	return names;
}

/** Whether this device holds anything of this person's recordings. Cheap: asked on every visit. */
export async function hasLeftovers(userId: string): Promise<boolean> {
	try {
		const root = await navigator.storage.getDirectory();
		const folder = await (await root.getDirectoryHandle(ROOT)).getDirectoryHandle(userId);
		for await (const name of folder.keys()) if (name) return true;
		return false;
	} catch {
		return false;
	}
}

export class OpfsStore implements PieceStore {
	#worker: Worker;
	#user: string;
	#next = 1;
	#waiting = new Map<number, { done: () => void; failed: (problem: Error) => void }>();

	constructor(userId: string) {
		this.#user = userId;
		this.#worker = new Worker(new URL('./opfs.worker.ts', import.meta.url), { type: 'module' });
		this.#worker.addEventListener('message', ({ data }: MessageEvent<WriteDone>) => {
			const waiting = this.#waiting.get(data.id);
			this.#waiting.delete(data.id);
			if (data.error) waiting?.failed(new Error(data.error));
			else waiting?.done();
		});
		this.#worker.addEventListener('error', () => {
			for (const { failed } of this.#waiting.values()) failed(new Error('the storage worker failed'));
			this.#waiting.clear();
		});
	}

	close(): void {
		this.#worker.terminate();
	}

	/** A newer note is a file of its own: the old one goes once the new one is safe. */
	async saveNote(note: TrackNote): Promise<void> {
		const folder = await this.#folder(note.local_id);
		const versions = (folder ? await namesIn(folder) : []).map(noteVersion).filter(Boolean);
		await this.#write([note.local_id, `note-${Math.max(0, ...versions) + 1}`], new Blob([JSON.stringify(note)]));
		for (const version of versions) await folder?.removeEntry(`note-${version}`).catch(() => {});
	}

	savePiece(localId: string, place: Place, bytes: Blob): Promise<void> {
		return this.#write([localId, nameOf(place)], bytes);
	}

	async places(localId: string): Promise<Place[]> {
		const folder = await this.#folder(localId);
		if (!folder) return [];
		const found: Place[] = [];
		for await (const [name, handle] of folder.entries()) {
			const place = placeOf(name);
			if (place && handle.kind === 'file' && (await unseal(await (handle as FileSystemFileHandle).getFile()))) found.push(place);
		}
		return wholeSlices(found);
	}

	async readSlice(localId: string, sequence: number): Promise<Blob> {
		const folder = await this.#folder(localId);
		const parts: Blob[] = [];
		for (const place of (await this.places(localId)).filter((one) => one.sequence === sequence)) {
			const file = await (await folder!.getFileHandle(nameOf(place))).getFile();
			const bytes = await unseal(file);
			if (bytes) parts.push(bytes);
		}
		return new Blob(parts);
	}

	async dropSlice(localId: string, sequence: number): Promise<void> {
		const folder = await this.#folder(localId);
		if (!folder) return;
		// Names sort by part: the first part goes first.
		for (const name of (await namesIn(folder)).sort()) {
			if (placeOf(name)?.sequence === sequence) await folder.removeEntry(name);
		}
	}

	async notes(): Promise<TrackNote[]> {
		const notes: TrackNote[] = [];
		let user: FileSystemDirectoryHandle;
		try {
			user = await this.#userFolder();
		} catch {
			return notes;
		}
		for await (const [name, handle] of user.entries()) {
			if (handle.kind !== 'directory') continue;
			const note = await this.#readNote(handle as FileSystemDirectoryHandle);
			if (note) notes.push(note);
			// The note is written before any piece, so a folder without one holds nothing.
			else await user.removeEntry(name, { recursive: true }).catch(() => {});
		}
		return notes;
	}

	async dropTrack(localId: string): Promise<void> {
		const user = await this.#userFolder().catch(() => null);
		await user?.removeEntry(localId, { recursive: true }).catch(() => {});
	}

	async #readNote(folder: FileSystemDirectoryHandle): Promise<TrackNote | null> {
		const versions = (await namesIn(folder)).map(noteVersion).filter(Boolean).sort((a, b) => b - a);
		for (const version of versions) {
			const bytes = await unseal(await (await folder.getFileHandle(`note-${version}`)).getFile());
			if (bytes) return JSON.parse(await bytes.text()) as TrackNote;
		}
		return null;
	}

	async #userFolder(): Promise<FileSystemDirectoryHandle> {
		const root = await navigator.storage.getDirectory();
		return (await root.getDirectoryHandle(ROOT)).getDirectoryHandle(this.#user);
	}

	async #folder(localId: string): Promise<FileSystemDirectoryHandle | null> {
		try {
			return await (await this.#userFolder()).getDirectoryHandle(localId);
		} catch {
			return null;
		}
	}

	async #write(path: string[], blob: Blob): Promise<void> {
		const bytes = await blob.arrayBuffer();
		const id = this.#next++;
		const order: WriteOrder = { id, path: [ROOT, this.#user, ...path], bytes };
		return new Promise((done, failed) => {
			this.#waiting.set(id, { done, failed });
			this.#worker.postMessage(order, [bytes]);
		});
	}
}
