/** Who is logged in, on this page. */
import { get, patch, post, remove, whenUnauthenticated } from '#lib/api/client.ts';
import type { Language, Me, Session as SessionAnswer } from '#lib/api/types.ts';
import { rememberedLanguage } from '#lib/i18n/language.ts';
import { i18n } from '#lib/i18n/index.svelte.ts';

class Session {
	me = $state.raw<Me | null>(null);
	/** False until the server was asked for the first time. */
	known = $state(false);
	/** Why the last login ended, to be said on the login page. */
	endedBy = $state<'logged_out' | 'password_changed' | 'closed' | 'banned' | null>(null);

	constructor() {
		whenUnauthenticated(() => this.set(null));
	}

	async load(): Promise<void> {
		const { me } = await get<SessionAnswer>('session/');
		this.set(me);
		if (me && !rememberedLanguage()) await i18n.choose(me.language);
	}

	async login(login: string, password: string): Promise<void> {
		const { me } = await post<SessionAnswer>('session/', { login, password });
		this.endedBy = null;
		this.set(me);
	}

	async register(fields: { login: string; email: string; password: string; name: string }): Promise<void> {
		const { me } = await post<SessionAnswer>('accounts/', { ...fields, language: i18n.language });
		this.endedBy = null;
		this.set(me);
	}

	async logout(): Promise<void> {
		await remove('session/');
		this.set(null);
	}

	/** The page's language, and that of letters and files for whoever is logged in. */
	async speak(language: Language): Promise<void> {
		await i18n.choose(language);
		if (!this.me || this.me.language === language) return;
		try {
			this.set(await patch<Me>('me/', { language }));
		} catch {
			// The page speaks it already; letters follow when the profile is saved next time.
		}
	}

	set(me: Me | null): void {
		this.me = me;
		this.known = true;
	}
}

export const session = new Session();
