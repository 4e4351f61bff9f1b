/** A form being sent: what its fields lack and what the server said. */
import { ApiError } from '#lib/api/client.ts';
import { i18n } from '#lib/i18n/index.svelte.ts';

export class Form {
	busy = $state(false);
	message = $state('');
	fields = $state.raw<Record<string, string[]>>({});

	/** Marks empty required fields; false when there are any. */
	require(values: Record<string, string>): boolean {
		const missing = Object.entries(values).filter(([, value]) => !value.trim());
		this.message = '';
		this.fields = Object.fromEntries(missing.map(([name]) => [name, [i18n.m.common.required]]));
		if (missing.length) focusFirstError();
		return missing.length === 0;
	}

	/** Sends; true when it went well, otherwise what went wrong stands in `message` and `fields`. */
	async send(work: () => Promise<unknown>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.message = '';
		this.fields = {};
		try {
			await work();
			return true;
		} catch (problem) {
			if (problem instanceof ApiError) {
				this.fields = problem.fields;
				const wait = problem.retryAfter ? ` ${i18n.m.common.tooMany(problem.retryAfter)}` : '';
				this.message = Object.keys(problem.fields).length ? '' : problem.message + wait;
				if (!this.message && !problem.message) this.message = i18n.m.common.failed;
				focusFirstError();
			} else this.message = problem instanceof Error ? problem.message : String(problem);
			return false;
		} finally {
			this.busy = false;
		}
	}
}

function focusFirstError(): void {
	setTimeout(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
