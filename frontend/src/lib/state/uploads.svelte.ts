/** How much of one's recordings still lies on this device. */
import { hasLeftovers } from '#lib/recorder/opfs.ts';

class Uploads {
	/** Slices left by earlier visits. */
	left = $state(0);
	/** Slices of the call of this page, kept while its page is left for another. */
	current = $state(0);
	total = $derived(this.left + this.current);

	#user: string | null = null;
	#abort: AbortController | null = null;

	/** Takes up what `userId` left here earlier. */
	async follow(userId: string | null): Promise<void> {
		if (userId === this.#user) return;
		this.#user = userId;
		this.#abort?.abort();
		this.#abort = null;
		this.left = 0;
		if (!userId || !navigator.storage?.getDirectory || !(await hasLeftovers(userId)) || this.#user !== userId) return;
		const abort = new AbortController();
		this.#abort = abort;
		const { resumeUploads } = await import('#lib/recorder/resume.ts');
		await resumeUploads(userId, abort.signal, (count) => {
			if (!abort.signal.aborted) this.left = count;
		});
	}
}

export const uploads = new Uploads();
