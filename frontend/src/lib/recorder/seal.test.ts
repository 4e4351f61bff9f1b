import { expect, it } from 'vitest';
import { seal, unseal } from './seal.ts';

const bytes = new Uint8Array([1, 2, 3, 4, 5]);

it('gives back what was sealed', async () => {
	const whole = await unseal(new Blob([seal(bytes.buffer) as BlobPart]));
	expect(new Uint8Array(await whole!.arrayBuffer())).toEqual(bytes);
});

it('knows a file that was cut short anywhere', async () => {
	const sealed = seal(bytes.buffer);
	for (let length = 0; length < sealed.length; length++) {
		expect(await unseal(new Blob([sealed.slice(0, length) as BlobPart]))).toBeNull();
	}
});
