/** What a page showed, for whoever comes back to it by the browser's own buttons. */
import { navigating } from '$app/state';
import { session } from './session.svelte.ts';

const MOST = 12;
const kept = new Map<string, unknown>();

/** Nobody comes back to what another person saw here. */
const own = (key: string) => `${session.me?.user_id ?? ''} ${key}`;

export function keep(key: string, value: unknown): void {
	const name = own(key);
	kept.delete(name);
	kept.set(name, value);
	for (const oldest of kept.keys()) {
		if (kept.size <= MOST) break;
		kept.delete(oldest);
	}
}

/** What was kept, when one came here by «back» or «forward»; else undefined. */
export const keptFor = <Value>(key: string): Value | undefined =>
	navigating.type === 'popstate' ? (kept.get(own(key)) as Value | undefined) : undefined;
