/** Short news at the edge of the screen, also read out by screen readers. */
import { untrack } from 'svelte';

export interface Toast {
	id: number;
	text: string;
	kind: 'good' | 'bad';
}

class Toasts {
	list = $state<Toast[]>([]);
	/** The dialogs that are open, the uppermost last: what lies beneath one is dimmed, and screen readers pass over it. */
	#over = $state.raw<string[]>([]);
	uppermost = $derived(this.#over.at(-1) ?? '');
	#next = 1;

	say(text: string, kind: Toast['kind'] = 'good'): void {
		const id = this.#next++;
		// Said from an effect it must not make that effect depend on the list; what still stands there is not said twice.
		const others = untrack(() => this.list).filter((toast) => toast.text !== text);
		this.list = [...others.slice(-2), { id, text, kind }];
		setTimeout(() => this.drop(id), kind === 'bad' ? 8000 : 5000);
	}

	/** Tells what a caught problem said about itself. */
	fail(problem: unknown): void {
		this.say(problem instanceof Error ? problem.message : String(problem), 'bad');
	}

	/** From now on they are shown over this dialog; the returned function ends it. */
	rise(dialog: string): () => void {
		this.#over = [...untrack(() => this.#over), dialog];
		return () => {
			this.#over = this.#over.filter((other) => other !== dialog);
		};
	}

	drop(id: number): void {
		this.list = this.list.filter((toast) => toast.id !== id);
	}
}

export const toasts = new Toasts();
