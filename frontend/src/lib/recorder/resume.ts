/** Sends what an earlier visit of this person left on the device. One tab does it; the others wait to take over. */
import { ledgerOf } from './ledger.ts';
import { tryTrack, uploadLock } from './locks.ts';
import { OpfsStore } from './opfs.ts';
import { sequencesOf } from './store.ts';
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
	try {
		for (const note of await store.notes()) {
			if (signal.aborted) return;
			await tryTrack(note.local_id, async () => {
				// Between listing and locking its own tab may have sent all of it.
				const left = sequencesOf(await store.places(note.local_id)).length;
				if (left) onpending(left);
				const fresh = (await store.notes()).find((one) => one.local_id === note.local_id);
				if (!fresh) return;
				const uploader = new Uploader(store, ledgerOf(userId), fresh, { finished: true, onpending });
				const online = () => uploader.nudge();
				const stop = () => uploader.stop();
				addEventListener('online', online);
				signal.addEventListener('abort', stop);
				await uploader.run();
				removeEventListener('online', online);
				signal.removeEventListener('abort', stop);
			});
		}
	} finally {
		onpending(0);
		store.close();
	}
}
