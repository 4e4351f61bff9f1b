import { ru as n } from '../plural.ts';

export const record = {
	calls: {
		title: 'Звонки',
		all: 'Все',
		missed: 'Пропущенные',
		searchLabel: 'Поиск по звонкам',
		searchPlaceholder: 'Имя или объявление',
		emptyTitle: 'Звонков пока нет',
		emptyText: 'Найдите объявление и позвоните продавцу по видео — разговор появится здесь.',
		emptyMissed: 'Пропущенных звонков нет',
		emptyFound: 'Ничего не нашлось',
		callBack: 'Перезвонить',
		incoming: 'Входящий',
		outgoing: 'Исходящий',
		missedOne: 'Пропущенный',
		hasText: 'есть текст',
		hasVideo: 'есть видео',
		personal: 'Личный звонок',
		noTalk: 'Разговор не состоялся',
		toAdvert: 'Объявление',
		inProgress: 'Разговор идёт',
		rejoin: 'Вернуться в разговор',
		conversation: 'Разговор',
		tabsLabel: 'Части разговора',
		text: 'Текст',
		chat: 'Чат',
		searchIn: 'Найти в разговоре',
		searchInFound: (count: number, more = false) => (more ? `Показаны первые ${count}` : n(count, 'место', 'места', 'мест')),
		searchInLast: (count: number, more = false) => (more ? `Последние ${count}` : n(count, 'место', 'места', 'мест')),
		searchInEarlier: 'Показать, что было раньше',
		nothingIn: 'В этом разговоре такого нет.',
		video: 'Видео разговора',
		videoStates: {
			none: 'Видео нет: разговор не записывали.',
			waiting: 'Видео скоро начнём собирать. Текст бывает готов раньше.',
			working: 'Собираем видео',
			failed: 'Видео собрать не получилось. Текст разговора остался.'
		},
		textStates: {
			none: 'Разговор не записывали, поэтому текста нет.',
			notAllowed: 'Текста нет: на расшифровку не было согласия.',
			waiting: 'Расшифровка скоро начнётся.',
			working: 'Расшифровываем разговор',
			ready: 'Слов в записи не слышно.',
			failed: 'Расшифровать не получилось. Видео осталось.'
		},
		collecting: 'Собираем запись. Текст и видео появятся здесь сами.',
		provisional: 'Часть записи ещё не дошла. Когда дойдёт, текст и видео обновятся сами.',
		downloads: 'Скачать',
		download: { video: 'Видео (MP4)', sound: 'Звук (M4A)', vtt: 'Субтитры WebVTT', srt: 'Субтитры SRT', txt: 'Текст' },
		noChat: 'В этом разговоре не переписывались.',
		renewing: 'Обновляем ссылку на видео…',
		videoBroken: 'Видео не открывается.',
		minutes: (ms: number) => {
			const minutes = Math.round(ms / 60_000);
			return minutes ? n(minutes, 'минута', 'минуты', 'минут') : n(Math.round(ms / 1000), 'секунда', 'секунды', 'секунд');
		},
		left: (seconds: number) =>
			seconds < 50
				? `Осталось около ${n(Math.max(5, Math.ceil(seconds / 5) * 5), 'секунды', 'секунд', 'секунд')}`
				: `Осталось около ${n(Math.ceil(seconds / 60), 'минуты', 'минут', 'минут')}`,
		notFound: 'Такого разговора нет или он не ваш.'
	},
	search: {
		also: (words: string) => `Искали также: ${words}`,
		quoted: (word: string) => `«${word}»`,
		title: 'Поиск по разговорам',
		label: 'Что было сказано',
		placeholder: 'Слово, цена, адрес…',
		hintTitle: 'Найдите любое слово из своих разговоров',
		hint: 'Пишите, как помните: подойдут любые формы слова, опечатки, цена цифрами или словами. Или выберите фильтр без слов. Нажмите на найденное, и запись включится с этой секунды.',
		emptyTitle: 'Такого не говорили',
		emptyText: 'Попробуйте одно слово вместо фразы или другое слово.',
		emptyFilters: 'Таких разговоров нет',
		emptyFiltersText: 'Уберите часть фильтров или поменяйте их.',
		emptyNarrowed: 'Попробуйте другие слова или уберите часть фильтров.',
		filters: {
			title: 'Фильтры',
			quick: { 'by-me': 'От вас', 'by-other': 'От собеседника', 'question-1': 'Вопросы', 'agreed-1': 'Договорились' },
			by: 'Кто сказал',
			anybody: 'Любой',
			other: 'Собеседник',
			side: 'Чья сторона',
			anySide: 'Любая',
			buyer: 'Покупатель',
			seller: 'Продавец',
			sides: { buyer: 'Говорит покупатель', seller: 'Говорит продавец' },
			outcome: 'Чем кончилось',
			anyOutcome: 'Неважно',
			yes: 'Договорились',
			no: 'Нет',
			notAgreed: 'Не договорились',
			person: 'Имя собеседника',
			withPerson: (name: string) => `С кем: ${name}`,
			advert: 'Объявление',
			anyAdvert: 'Любое',
			thisAdvert: 'Одно объявление',
			from: 'Звонки с',
			to: 'по',
			since: (when: string) => `С ${when}`,
			until: (when: string) => `По ${when}`,
			priceFrom: 'Названа цена от, ₽',
			priceTo: 'до, ₽',
			above: (price: string) => `От ${price}`,
			below: (price: string) => `До ${price}`,
			wrong: {
				to: 'Этот день раньше первого.',
				price_min: 'Укажите цену числом, например 15000.',
				price_max: 'Нужно число не меньше первой цены.'
			},
			takeOff: (filter: string) => `Убрать фильтр «${filter}»`,
			apply: 'Показать',
			reset: 'Сбросить фильтры'
		}
	}
};
