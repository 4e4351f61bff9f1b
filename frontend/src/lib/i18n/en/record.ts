import { en as n } from '../plural.ts';
import type { record as russian } from '../ru/record.ts';

export const record: typeof russian = {
	calls: {
		title: 'Calls',
		all: 'All',
		missed: 'Missed',
		searchLabel: 'Search calls',
		searchPlaceholder: 'Name or advert',
		emptyTitle: 'No calls yet',
		emptyText: 'Find an advert and video-call the seller: the call will be here.',
		emptyMissed: 'No missed calls',
		emptyFound: 'Nothing found',
		callBack: 'Call back',
		incoming: 'Incoming',
		outgoing: 'Outgoing',
		missedOne: 'Missed',
		hasText: 'has text',
		hasVideo: 'has video',
		personal: 'Personal call',
		noTalk: 'No conversation took place',
		toAdvert: 'Advert',
		inProgress: 'Call in progress',
		rejoin: 'Back to the call',
		conversation: 'Conversation',
		tabsLabel: 'Parts of the call',
		text: 'Text',
		chat: 'Chat',
		searchIn: 'Find in this call',
		searchInFound: (count, more = false) => (more ? `The first ${count}` : n(count, 'place', 'places')),
		searchInLast: (count, more = false) => (more ? `The last ${count}` : n(count, 'place', 'places')),
		searchInApart: 'No single line holds all of it: here are lines with each of the words.',
		searchInApartToo: 'And here the words were said in different lines:',
		searchInShow: 'Show them',
		searchInFold: 'To the text',
		searchInEarlier: 'Show what was before',
		searchInNarrow: 'There are more before. Narrow the search to find them.',
		nothingIn: 'Not said in this call.',
		nothingInNarrowed: 'Nothing like it with these filters.',
		video: 'Video of the call',
		videoStates: {
			none: 'No video: the call was not recorded.',
			waiting: 'The video will be put together soon. The text is often ready earlier.',
			working: 'Putting the video together',
			failed: 'The video could not be made.'
		},
		textStates: {
			none: 'The call was not recorded, so there is no text.',
			notAllowed: 'No text: there was no consent to transcribe.',
			waiting: 'Transcribing will start soon.',
			working: 'Transcribing the call',
			ready: 'No words can be heard in the record.',
			failed: 'The call could not be transcribed.'
		},
		textStays: 'The text is kept.',
		videoStays: 'The video is kept.',
		collecting: 'Collecting the record. Text and video will appear here by themselves.',
		provisional: 'Part of the record has not arrived yet. When it does, text and video are updated by themselves.',
		downloads: 'Download',
		download: { video: 'Video (MP4)', sound: 'Sound (M4A)', vtt: 'WebVTT subtitles', srt: 'SRT subtitles', txt: 'Text' },
		noChat: 'Nobody wrote anything in this call.',
		renewing: 'Renewing the link to the video…',
		mediaLost: 'The video and the sound cannot be found just now.',
		videoBroken: 'The video does not open.',
		minutes: (ms) => {
			const minutes = Math.round(ms / 60_000);
			return minutes ? n(minutes, 'minute', 'minutes') : n(Math.round(ms / 1000), 'second', 'seconds');
		},
		left: (seconds) =>
			seconds < 50
				? `About ${n(Math.max(5, Math.ceil(seconds / 5) * 5), 'second', 'seconds')} left`
				: `About ${n(Math.ceil(seconds / 60), 'minute', 'minutes')} left`,
		notFound: 'There is no such call, or it is not yours.'
	},
	search: {
		apart: 'No single line holds all of it. These calls hold each of the words.',
		apartToo: 'In these calls the words were said in different lines.',
		also: (words) => `Also looked for: ${words}`,
		quoted: (word) => `“${word}”`,
		title: 'Search your calls',
		label: 'What was said',
		placeholder: 'A word, a price, an address…',
		hintTitle: 'Find any word from your calls',
		hint: 'Write it as you remember it: any form of the word, with mistakes, a price in figures or in words. Or choose a filter and no words. Press a result and the record plays from that second.',
		empty: {
			words: { title: 'No such words were found', text: 'Try one word instead of a phrase, or another word: it may have been said or heard differently.' },
			narrowed: { title: 'No such words were found with these filters', text: 'Remove some filters or try other words.' },
			filters: { title: 'Nothing fits these filters', text: 'Remove some filters or change them.' },
			calls: { title: 'There is nothing to search yet', text: 'This searches the text of your calls. Call a seller by video and it will appear.' },
			texts: { title: 'There is nothing to search yet', text: 'None of your calls has a text yet. It appears after a call if there was consent to transcribing.' }
		},
		filters: {
			title: 'Filters',
			quick: { 'by-me': 'By you', 'by-other': 'By the other', 'question-1': 'Questions', 'agreed-1': 'Agreed' },
			by: 'Who said it',
			anybody: 'Anybody',
			other: 'The other',
			side: 'Whose side',
			anySide: 'Either',
			buyer: 'Buyer',
			seller: 'Seller',
			sides: { buyer: 'The buyer speaks', seller: 'The seller speaks' },
			outcome: 'How it ended',
			anyOutcome: 'Any way',
			yes: 'Agreed',
			no: 'Not',
			notAgreed: 'Not agreed',
			person: 'The other person’s name',
			withPerson: (name) => `With: ${name}`,
			advert: 'Advert',
			findAdvert: 'Find an advert',
			anyAdvert: 'Any',
			thisAdvert: 'One advert',
			from: 'Calls from',
			to: 'to',
			since: (when) => `From ${when}`,
			until: (when) => `To ${when}`,
			priceFrom: 'A price from, ₽',
			priceTo: 'to, ₽',
			above: (price) => `From ${price}`,
			below: (price) => `Up to ${price}`,
			wrong: {
				to: 'This day is before the first.',
				price_min: 'Enter the price as a number, such as 15000.',
				price_max: 'Enter a number no lower than the first price.'
			},
			takeOff: (filter) => `Remove the filter “${filter}”`,
			apply: 'Show',
			reset: 'Reset filters'
		}
	}
};
