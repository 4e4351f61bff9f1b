/** What a picture must be before it is worth sending. The server decides; this spares a wait. */
export const PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'];
export const MAX_PICTURE_BYTES = 10 * 1024 * 1024;
export const MAX_PICTURES = 10;

export type PictureProblem = 'big' | 'kind';

export function pictureProblem(file: { type: string; size: number }): PictureProblem | null {
	if (!PICTURE_TYPES.includes(file.type)) return 'kind';
	return file.size > MAX_PICTURE_BYTES ? 'big' : null;
}

export function pictureForm(file: File): FormData {
	const form = new FormData();
	form.set('picture', file);
	return form;
}

/** The list with the item at `from` moved to `to`; the same list when either is out of it. */
export function moved<Item>(list: Item[], from: number, to: number): Item[] {
	if (from < 0 || to < 0 || from >= list.length || to >= list.length) return list;
	const result = [...list];
	result.splice(to, 0, ...result.splice(from, 1));
	return result;
}

/** An amount as people type it («15 000», «99,90 ₽») in minor units; null when it is no price. */
export function priceToMinor(text: string): number | null {
	const clean = text.replace(/[\s\u00a0\p{Sc}]/gu, '').replace(',', '.');
	return /^\d{1,9}(\.\d{1,2})?$/.test(clean) ? Math.round(Number(clean) * 100) : null;
}
