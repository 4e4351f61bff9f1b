import { i18n } from '#lib/i18n/index.svelte.ts';

// The pages live in the browser alone: nginx serves one shell for every address.
export const ssr = false;

export async function load() {
	await i18n.start();
}
