/** The 8 bytes at the end of a stored file that say it is whole. */

const MARK = 0x4c4f4442;
export const SEAL_BYTES = 8;

/** The bytes with their seal. */
export function seal(bytes: ArrayBuffer): Uint8Array {
	const whole = new Uint8Array(bytes.byteLength + SEAL_BYTES);
	whole.set(new Uint8Array(bytes));
	const view = new DataView(whole.buffer);
	view.setUint32(bytes.byteLength, MARK);
	view.setUint32(bytes.byteLength + 4, bytes.byteLength);
	return whole;
}

/** The bytes without their seal, or null when the file was not written whole. */
export async function unseal(file: Blob): Promise<Blob | null> {
	const size = file.size - SEAL_BYTES;
	if (size < 0) return null;
	const view = new DataView(await file.slice(size).arrayBuffer());
	return view.getUint32(0) === MARK && view.getUint32(4) === size ? file.slice(0, size) : null;
}
