import { en as n } from '../plural.ts';
import type { common as russian } from '../ru/common.ts';

export const common: typeof russian = {
	slogan: 'Video calls you can trust',
	common: {
		loading: 'Loading…',
		save: 'Save',
		saving: 'Saving…',
		saved: 'Saved',
		cancel: 'Cancel',
		close: 'Close',
		remove: 'Clear',
		more: 'Show more',
		retry: 'Try again',
		search: 'Search',
		optional: 'optional',
		online: 'Online',
		offline: 'Offline',
		seen: (when) => `Last seen: ${when}`,
		you: 'You',
		skip: 'Skip to content',
		failed: 'Could not load this',
		home: 'Go to the home page',
		required: 'Please fill this in.',
		tooMany: (seconds) => `Too many attempts. Try again in ${n(seconds, 'second', 'seconds')}.`
	},
	nav: {
		main: 'Sections',
		adverts: 'Adverts',
		people: 'People',
		calls: 'Calls',
		deals: 'Deals',
		search: 'Search',
		profile: 'Profile',
		mine: 'My adverts',
		blocked: 'Blocked people',
		login: 'Log in',
		logout: 'Log out',
		language: 'Language',
		theme: 'Appearance',
		themes: { system: 'Same as system', light: 'Light', dark: 'Dark' }
	},
	errors: {
		notFoundTitle: 'There is no such page',
		notFoundText: 'The link may be out of date or mistyped.',
		brokenTitle: 'Something broke on our side',
		brokenText: 'Reload the page. If that does not help, come back in a few minutes.',
		reload: 'Reload the page',
		offline: 'No internet. Showing what was loaded before.'
	}
};
