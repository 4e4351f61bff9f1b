/** A browser's own description («Mozilla/5.0 …») in the words people use. */

const BROWSERS: [RegExp, string][] = [
	[/YaBrowser\//, 'Яндекс Браузер'],
	[/Edg(A|iOS)?\//, 'Edge'],
	[/OPR\/|Opera/, 'Opera'],
	[/SamsungBrowser\//, 'Samsung Internet'],
	[/Firefox\/|FxiOS\//, 'Firefox'],
	[/HeadlessChrome\/|Chrome\/|CriOS\//, 'Chrome'],
	[/Safari\//, 'Safari']
];
const SYSTEMS: [RegExp, string][] = [
	[/iPhone/, 'iPhone'],
	[/iPad/, 'iPad'],
	[/Android/, 'Android'],
	[/Windows/, 'Windows'],
	[/Mac OS X|Macintosh/, 'macOS'],
	[/Linux/, 'Linux']
];

const first = (list: [RegExp, string][], text: string) => list.find(([pattern]) => pattern.test(text))?.[1];

/** «Chrome, Linux»; what is not known is given back as it came. */
export function deviceName(description: string): string {
	const known = [first(BROWSERS, description), first(SYSTEMS, description)].filter(Boolean);
	return known.length ? known.join(', ') : description;
}

export const isPhone = (description: string): boolean => /Android|iPhone|iPad|Mobile/i.test(description);
