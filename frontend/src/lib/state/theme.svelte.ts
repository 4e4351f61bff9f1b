/** Light, dark, or as the system is. static/theme.js applies the choice before the first paint. */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'lodbic.theme';

function remembered(): Theme {
	const value = document.documentElement.dataset.theme;
	return value === 'light' || value === 'dark' ? value : 'system';
}

class ThemeChoice {
	chosen = $state<Theme>(remembered());

	choose(value: Theme): void {
		this.chosen = value;
		try {
			if (value === 'system') localStorage.removeItem(KEY);
			else localStorage.setItem(KEY, value);
		} catch {
			// Without storage the choice lives as long as the page.
		}
		if (value === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = value;
	}
}

export const theme = new ThemeChoice();
