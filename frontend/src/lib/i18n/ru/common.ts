import { ru as n } from '../plural.ts';

export const common = {
	slogan: 'Видеосвязь для доверия',
	common: {
		loading: 'Загружаем…',
		save: 'Сохранить',
		saving: 'Сохраняем…',
		saved: 'Сохранено',
		cancel: 'Отмена',
		close: 'Закрыть',
		remove: 'Удалить',
		more: 'Показать ещё',
		retry: 'Повторить',
		search: 'Найти',
		optional: 'необязательно',
		online: 'В сети',
		offline: 'Не в сети',
		seen: (when: string) => `Последний раз в сети: ${when}`,
		you: 'Вы',
		skip: 'К содержанию',
		failed: 'Не получилось загрузить',
		home: 'На главную',
		required: 'Заполните это поле.',
		tooMany: (seconds: number) => `Слишком часто. Повторите через ${n(seconds, 'секунду', 'секунды', 'секунд')}.`
	},
	nav: {
		main: 'Разделы',
		adverts: 'Объявления',
		people: 'Люди',
		calls: 'Звонки',
		deals: 'Сделки',
		search: 'Поиск',
		profile: 'Профиль',
		mine: 'Мои объявления',
		blocked: 'Заблокированные',
		login: 'Войти',
		logout: 'Выйти',
		language: 'Язык',
		theme: 'Оформление',
		themes: { system: 'Как в системе', light: 'Светлое', dark: 'Тёмное' }
	},
	errors: {
		notFoundTitle: 'Такой страницы нет',
		notFoundText: 'Возможно, ссылка устарела или в ней опечатка.',
		brokenTitle: 'Что-то сломалось у нас',
		brokenText: 'Обновите страницу. Если не поможет, вернитесь через несколько минут.',
		reload: 'Обновить страницу',
		offline: 'Нет интернета. Показываем то, что успели загрузить.'
	}
};
