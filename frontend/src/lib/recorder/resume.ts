/** Sends what earlier visits of this person left on the device. One tab does it; the others wait to take over. */
import { ledgerOf } from './ledger.ts';
import { holdTrack, uploadLock } from './locks.ts';
import { OpfsStore } from './opfs.ts';
import { sequencesOf, type TrackNote } from './store.ts';
import { Uploader } from './uploader.ts';

/** `onpending` hears how many slices are left, 0 at the end. Resolves when there is no more, or after `signal`. */
export async function resumeUploads(userId: string, signal: AbortSignal, onpending: (count: number) => void): Promise<void> {
	try {
		await navigator.locks.request(uploadLock(userId), { signal }, () => sendLeftovers(userId, signal, onpending));
	} catch (problem) {
		if (!signal.aborted) throw problem;
	}
}

async function sendLeftovers(userId: string, signal: AbortSignal, onpending: (count: number) => void): Promise<void> {
	const store = new OpfsStore(userId);
	const pending = new Map<string, number>();
	const count = (id: string, slices: number) => {
		pending.set(id, slices);
		onpending([...pending.values()].reduce((sum, one) => sum + one, 0));
	};
	const send = async ({ local_id }: TrackNote) => {
		// Whoever records the track holds its lock: we get it when that tab is done, or gone.
		const note = (await store.notes()).find((one) => one.local_id === local_id);
		if (!note || signal.aborted) return;
		count(local_id, sequencesOf(await store.places(local_id)).length);
		const uploader = new Uploader(store, ledgerOf(userId), note, { finished: true, onpending: (slices) => count(local_id, slices) });
		const online = () => uploader.nudge();
		const stop = () => uploader.stop();
		addEventListener('online', online);
		signal.addEventListener('abort', stop);
		await uploader.run();
		removeEventListener('online', online);
		signal.removeEventListener('abort', stop);
		count(local_id, 0);
	};
	try {
		const notes = await store.notes();
		await Promise.allSettled(notes.map((note) => holdTrack(note.local_id, () => send(note), signal)));
	} finally {
		onpending(0);
		store.close();
	}
}
