/// <reference lib="webworker" />
/**
 * Writes files of the origin-private file system, each at once and whole: in a worker, where every browser has
 * synchronous access, and where a busy page cannot hold a write up.
 *
 * A file is its bytes and 8 more at the end: a mark and the length. What a crash cut short lacks them and is no piece.
 */
import { seal } from './seal.ts';

export interface WriteOrder {
	id: number;
	path: string[];
	bytes: ArrayBuffer;
}
export interface WriteDone {
	id: number;
	error?: string;
}

interface SyncHandle {
	write(bytes: ArrayBufferView, options?: { at: number }): number;
	truncate(size: number): void;
	getSize(): number;
	flush(): void;
	close(): void;
}

async function write({ path, bytes }: WriteOrder): Promise<void> {
	let folder = await navigator.storage.getDirectory();
	for (const name of path.slice(0, -1)) folder = await folder.getDirectoryHandle(name, { create: true });
	const file = await folder.getFileHandle(path.at(-1)!, { create: true });
	const handle = (await (file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle()) as SyncHandle;
	try {
		const whole = seal(bytes);
		handle.truncate(0);
		const written = handle.write(whole, { at: 0 });
		handle.flush();
		if (written !== whole.byteLength || handle.getSize() !== whole.byteLength) throw new Error('QuotaExceededError');
	} finally {
		handle.close();
	}
}

let queue: Promise<void> = Promise.resolve();

self.addEventListener('message', ({ data }: MessageEvent<WriteOrder>) => {
	queue = queue
		.then(() => write(data))
		.then(
			() => self.postMessage({ id: data.id } satisfies WriteDone),
			(problem: unknown) =>
				self.postMessage({ id: data.id, error: problem instanceof Error ? `${problem.name}: ${problem.message}` : 'unknown' } satisfies WriteDone)
		);
});
