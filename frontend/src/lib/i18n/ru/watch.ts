import type { FactKind, FactRole } from '#lib/api/types.ts';
import { ru as n } from '../plural.ts';

const kinds: Record<FactKind, string> = {
	item: 'Товар',
	price: 'Цена',
	date: 'День',
	time: 'Время',
	metro: 'Метро',
	address: 'Адрес',
	place: 'Место',
	phone: 'Телефон',
	link: 'Ссылка',
	flag: 'Осторожно',
	called_off: 'Похоже, передумали'
};
const roles: Record<FactRole, string> = {
	asked: 'Просили',
	offered: 'Предложили',
	agreed: 'Договорились',
	delivery: 'Доставка',
	deposit: 'Задаток',
	other: 'Названная сумма'
};

export const watch = {
	player: {
		label: 'Проигрыватель',
		play: 'Смотреть',
		pause: 'Пауза',
		back: 'Назад на 10 секунд',
		forward: 'Вперёд на 10 секунд',
		mute: 'Выключить звук',
		unmute: 'Включить звук',
		volume: 'Громкость',
		position: 'Место в записи',
		positionOf: (now: string, of: string) => `${now} из ${of}`,
		speed: 'Скорость',
		captions: 'Субтитры',
		full: 'Во весь экран',
		notFull: 'Обычный размер',
		settings: 'Звук и просмотр',
		voices: 'Чей голос слышен',
		both: 'Оба',
		alone: (name: string) => `Только ${name}`,
		onlyYou: 'Только вы',
		skipSilence: 'Пропускать тишину',
		skipSilenceHint: 'Места, где никто не говорит, проигрыватель перескочит сам.',
		skipSilenceLater: 'Заработает, когда загрузится весь текст.',
		keys: 'Клавиши',
		keysOpen: 'Управление с клавиатуры',
		keyList: [
			{ keys: 'Пробел, K', does: 'пауза и дальше' },
			{ keys: '← →', does: 'на 5 секунд' },
			{ keys: 'J L', does: 'на 10 секунд' },
			{ keys: '0–9', does: 'на десятую часть записи' },
			{ keys: '↑ ↓', does: 'громкость' },
			{ keys: 'M', does: 'без звука' },
			{ keys: 'C', does: 'субтитры' },
			{ keys: 'F', does: 'во весь экран' },
			{ keys: '< >', does: 'скорость' },
			{ keys: '/', does: 'найти в разговоре' },
			{ keys: '?', does: 'эта подсказка' }
		],
		soundOnly: 'Видео ещё собирается. Звук уже можно слушать.',
		soundAlone: 'Видео нет, но звук можно слушать.',
		newer: 'Готова новая запись',
		showNewer: 'Показать',
		sound: 'Звук разговора',
		copyLink: 'Скопировать ссылку на эту секунду',
		copied: (at: string) => `Ссылка на ${at} скопирована`,
		copyFailed: 'Браузер не дал скопировать. Возьмите ссылку из адресной строки.'
	},
	lines: {
		label: 'Что было сказано',
		toCurrent: 'К тому, что звучит',
		doubtful: 'неразборчиво',
		doubtfulHint: 'Серым отмечено то, что распознано неуверенно: лучше переслушать.',
		corrected: 'исправлено',
		correct: 'Исправить',
		listen: 'Прослушать',
		sheet: (at: string) => `Реплика в ${at}`,
		wording: 'Как было сказано на самом деле',
		wordingHint: 'Исправленное увидят оба. Исходная расшифровка останется.',
		original: 'Распознано',
		takeBack: 'Вернуть исходный текст',
		versions: 'Исправления',
		takenBack: 'исходный текст',
		saved: 'Исправлено',
		savedOriginal: 'Исходный текст возвращён',
		conflict: 'Пока вы писали, собеседник исправил эту строку. Решите, что оставить.',
		draft: 'Здесь ваш текст, который вы не сохранили.',
		drop: 'Убрать'
	},
	facts: {
		tab: 'Факты',
		title: 'О чём договаривались',
		marks: 'Факты на шкале времени',
		kinds,
		roles,
		waiting: 'Факты появятся вместе с текстом.',
		failed: 'Фактов нет: разговор расшифровать не получилось.',
		none: 'Цен, мест и времени в этом разговоре не нашлось.',
		unsure: 'проверьте на слух',
		flags: {
			courier_link: 'Предлагают оплату или доставку по ссылке',
			card_data: 'Спрашивают данные карты',
			code: 'Спрашивают код из сообщения',
			messenger: 'Зовут в другой мессенджер',
			prepayment: 'Просят предоплату',
			pressure: 'Торопят с решением'
		} as Record<string, string>,
		advice: 'Не переводите деньги и не называйте коды и данные карты, пока не увидите вещь.',
		more: (count: number) => n(count, 'факт', 'факта', 'фактов')
	}
};
