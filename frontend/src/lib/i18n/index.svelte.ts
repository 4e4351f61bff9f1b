/** The texts of the chosen language. Components read `i18n.m`, which changes when the language does. */
import type { Language } from '#lib/api/types.ts';
import { language, rememberLanguage } from './language.ts';
import type { Messages } from './ru/index.ts';

const files = { ru: () => import('./ru/index.ts'), en: () => import('./en/index.ts') };

class I18n {
	language = $state<Language>('ru');
	m = $state.raw<Messages>({} as Messages);

	/** Loads the remembered language; must have ended before anything is shown. */
	async start(): Promise<void> {
		await this.#load(language());
	}

	async choose(value: Language): Promise<void> {
		if (value === this.language && language() === value) return;
		rememberLanguage(value);
		await this.#load(value);
	}

	async #load(value: Language): Promise<void> {
		const file = await files[value]();
		this.m = file.messages;
		this.language = value;
	}
}

export const i18n = new I18n();
