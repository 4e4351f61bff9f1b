import { describe, expect, it } from 'vitest';
import { segmentAt } from '#lib/watch/segments.ts';
import { deviceName } from './device.ts';
import { nextPath } from './next.ts';
import { moved, pictureProblem, priceToMinor } from './pictures.ts';
import { uploads } from './uploads.svelte.ts';

describe('the path after logging in', () => {
	const next = (value: string) => nextPath(new URL(`http://x/login?next=${encodeURIComponent(value)}`));

	it('stays on this site', () => {
		expect(next('/calls?missed=1')).toBe('/calls?missed=1');
		for (const bad of ['//evil.example', '/\\evil.example', 'https://evil.example', 'javascript:alert(1)', '', '/login', '/register']) {
			expect(next(bad), bad).toBe('/adverts');
		}
	});
});

it('a price is read as people write it', () => {
	expect(priceToMinor('15 000')).toBe(1_500_000);
	expect(priceToMinor('99,90 ₽')).toBe(9_990);
	expect(priceToMinor('0')).toBe(0);
	for (const bad of ['', 'даром', '-5', '1,234', '1e9', '12345678901']) expect(priceToMinor(bad), bad).toBeNull();
});

it('pictures move within their list', () => {
	expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
	expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
	expect(moved(['a'], 0, -1)).toEqual(['a']);
});

it('a file that is no picture, or too large a one, is known before it is sent', () => {
	expect(pictureProblem({ type: 'image/png', size: 10 })).toBeNull();
	expect(pictureProblem({ type: 'application/pdf', size: 10 })).toBe('kind');
	expect(pictureProblem({ type: 'image/jpeg', size: 50 * 1024 * 1024 })).toBe('big');
});

it('a browser is called by its name', () => {
	const chrome = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36';
	expect(deviceName(chrome)).toBe('Chrome, Linux');
	expect(deviceName(chrome.replace('Safari', 'YaBrowser/26.1 Safari'))).toBe('Яндекс Браузер, Linux');
	expect(deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile/15E148 Safari/604.1')).toBe('Safari, iPhone');
	expect(deviceName('curl/8')).toBe('curl/8');
});

it('what is left of one recording is not forgotten over the next', () => {
	const [first, next] = [{}, {}];
	uploads.report(first, 5);
	uploads.report(next, 2);
	expect(uploads.current).toBe(7);
	uploads.report(next, 0);
	expect(uploads.current).toBe(5);
	uploads.report(first, 0);
	expect(uploads.total).toBe(0);
});

it('the line being spoken is found by time', () => {
	const lines = [{ start_ms: 1000 }, { start_ms: 5000 }, { start_ms: 5000 }, { start_ms: 9000 }];
	expect([0, 999, 1000, 4999, 5000, 8999, 9000, 99999].map((ms) => segmentAt(lines, ms))).toEqual([-1, -1, 0, 0, 2, 2, 3, 3]);
	expect(segmentAt([], 5)).toBe(-1);
});
