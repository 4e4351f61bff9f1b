/** Links to a second of a call. */
import { replaceState } from '$app/navigation';
import { clock } from '#lib/i18n/format.ts';
import { i18n } from '#lib/i18n/index.svelte.ts';
import { toasts } from '#lib/state/toasts.svelte.ts';

/** The page of a call at a moment, to tenths of a second. */
export const pathAt = (callId: string, ms: number) => `/calls/${callId}?t=${Math.max(0, Math.floor(ms / 100) / 10)}`;

/** The text of a call as a file, with what was corrected. */
export const textFile = (callId: string, ending: 'vtt' | 'srt' | 'txt') => `/api/calls/${callId}/transcript.${ending}`;

/** Puts the link on the clipboard and says so; a press must have asked for it. */
export async function copyLink(callId: string, ms: number): Promise<void> {
	const path = pathAt(callId, ms);
	try {
		await navigator.clipboard.writeText(new URL(path, location.origin).href);
		toasts.say(i18n.m.player.copied(clock(ms)));
	} catch {
		// Without a secure address there is no clipboard: then the address bar holds the link.
		replaceState(path, {});
		toasts.say(i18n.m.player.copyFailed, 'bad');
	}
}
