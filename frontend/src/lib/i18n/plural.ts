/** Plural forms and other words that depend on a number. */

const russian = new Intl.PluralRules('ru');
const english = new Intl.PluralRules('en');

/** `ru(5, 'звонок', 'звонка', 'звонков')` → «5 звонков». */
export function ru(count: number, one: string, few: string, many: string): string {
	const form = russian.select(count);
	const word = form === 'one' ? one : form === 'few' ? few : many;
	return `${count.toLocaleString('ru')} ${word}`;
}

export function en(count: number, one: string, many: string): string {
	return `${count.toLocaleString('en')} ${english.select(count) === 'one' ? one : many}`;
}
