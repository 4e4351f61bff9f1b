/** The language people chose, readable outside components. The page's own `lang` holds it. */
import type { Language } from '#lib/api/types.ts';

const KEY = 'lodbic.language';

export function language(): Language {
	return typeof document !== 'undefined' && document.documentElement.lang === 'en' ? 'en' : 'ru';
}

export function rememberLanguage(value: Language): void {
	document.documentElement.lang = value;
	try {
		localStorage.setItem(KEY, value);
	} catch {
		// Without storage the choice lives as long as the page.
	}
}

/** The choice made on this device before, if any. */
export function rememberedLanguage(): Language | null {
	try {
		const value = localStorage.getItem(KEY);
		return value === 'ru' || value === 'en' ? value : null;
	} catch {
		return null;
	}
}
