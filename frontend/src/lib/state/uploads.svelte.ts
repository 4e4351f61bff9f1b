/** How much of one's recordings still lies on this device. */
import { hasLeftovers } from '#lib/recorder/opfs.ts';

const AGAIN_MS = 60_000;

class Uploads {
	/** Slices left by earlier visits. */
	left = $state(0);
	/** Slices of the calls of this page, kept while their pages are left for others. */
	current = $state(0);
	total = $derived(this.left + this.current);

	#user: string | null = null;
	#abort: AbortController | null = null;
	#running = false;
	#lookedAt = 0;
	#recordings = new Map<object, number>();

	/** Takes up what `userId` left here earlier. */
	async follow(userId: string | null): Promise<void> {
		if (userId === this.#user) return;
		this.#user = userId;
		this.#abort?.abort();
		this.#abort = null;
		this.left = 0;
		if (userId) await this.look();
	}

	/** Looks for leftovers: of a tab that was closed meanwhile, for example. */
	async look(): Promise<void> {
		const user = this.#user;
		if (!user || this.#running || !navigator.storage?.getDirectory) return;
		this.#lookedAt = Date.now();
		if (!(await hasLeftovers(user)) || this.#user !== user || this.#running) return;
		const abort = new AbortController();
		this.#abort = abort;
		this.#running = true;
		try {
			const { resumeUploads } = await import('#lib/recorder/resume.ts');
			await resumeUploads(user, abort.signal, (count) => {
				if (!abort.signal.aborted) this.left = count;
			});
		} finally {
			this.#running = false;
			// Another person came meanwhile.
			if (this.#user !== user) void this.look();
		}
	}

	/** How much of a recording of this page is left: one may still be sent while the next is made. */
	report(recording: object, count: number): void {
		this.#recordings.set(recording, count);
		if (!count) this.#recordings.delete(recording);
		this.current = [...this.#recordings.values()].reduce((sum, one) => sum + one, 0);
	}

	/** The page is looked at again. */
	seen(): void {
		if (Date.now() - this.#lookedAt > AGAIN_MS) void this.look().catch(() => {});
	}
}

export const uploads = new Uploads();
