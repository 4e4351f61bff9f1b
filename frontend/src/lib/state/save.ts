/** Saves a file that was read, as a link's `download` would. */
export function saveFile(file: Blob, name: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(file);
	link.download = name;
	link.click();
	// The browser has begun to save it by then.
	setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
