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
		offline: 'No internet. Showing what was loaded before.',
		/** What a refused event means for a person, by its code. */
		live: {
			invalid: 'That did not work. Reload the page.',
			unknown_event: 'That did not work. Reload the page.',
			not_found: 'There is no such call. The link may be out of date.',
			forbidden: 'You may not do this.',
			conflict: 'The other person is not connected now. Wait until they are back.',
			not_authenticated: 'You are logged out. Log in again.',
			too_large: 'The message is too long.',
			too_many_requests: 'Too often. Wait a little.',
			unavailable: 'The service is restarting. Try again in a few seconds.',
			ticket_invalid: 'Joining the call did not work. Reload the page.',
			ring_closed: 'This call has been answered already, or it is over.',
			call_ended: 'The call is over. Call again.',
			not_in_call: 'You are not in this call. Join it again.',
			not_connected: 'No connection to the server. Wait a little and try again.',
			late: 'The server did not answer in time. Try again.'
		}
	}
};
