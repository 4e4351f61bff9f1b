import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { get } from '#lib/api/client.ts';
import { momentOf } from './moment.ts';
import { Transcript } from './transcript.svelte.ts';

vi.mock('#lib/api/client.ts', () => ({ get: vi.fn() }));

describe('the moment of an address', () => {
	it('is in seconds, or as people write it', () => {
		expect(['200', '77.4', '1:10', '1:02:05', '0:07.5', '90:00'].map(momentOf)).toEqual([200_000, 77_400, 70_000, 3_725_000, 7500, 5_400_000]);
		// The API takes whole milliseconds.
		expect(momentOf('40.00049')).toBe(40_000);
	});

	it('is none where it makes no sense, and none beyond a day', () => {
		for (const bad of [null, '', '-5', 'abc', '1:2:3:4', '1:-5', 'NaN', 'Infinity']) expect(momentOf(bad), String(bad)).toBe(0);
		expect(momentOf('1e9')).toBe(86_400_000);
	});
});

it('static/early.js asks for the very part that the page will ask for', () => {
	const script = new Function('window', 'document', 'location', 'fetch', readFileSync('static/early.js', 'utf-8'));
	for (const t of ['', '31.5', '200', '1:10', '1:02:05', '40.00049', '1e9', '-5', 'abc', '1:2:3:4', 'Infinity']) {
		const fetched: string[] = [];
		const fetch = async (address: string) => void fetched.push(address);
		script({}, { documentElement: { lang: 'ru' } }, { pathname: '/calls/one', search: `?t=${t}` }, fetch);
		expect(fetched.at(-1), t).toBe(`/api/calls/one/transcript/?after_ms=${Math.max(0, momentOf(t) - 30_000)}&limit=150`);
	}
});

describe('a conversation', () => {
	const lines = Array.from({ length: 20 }, (_, index) => ({ segment_id: index, start_ms: index * 4000, end_ms: index * 4000 + 3500 }));
	/** What was asked for. */
	let asked: number[] = [];

	beforeEach(() => {
		asked = [];
		vi.mocked(get).mockImplementation(async (_path, query) => {
			const [after, limit] = [Number(query?.after_ms), Number(query?.limit)];
			asked.push(after);
			const left = lines.filter((line) => line.end_ms > after);
			return { items: left.slice(0, limit), has_more: left.length > limit };
		});
	});

	it.each([0, 50_000, 76_000, 200_000, 86_400_000])('is read whole around %i ms, also past its end', async (ms) => {
		const transcript = new Transcript('call');
		const read = transcript.load(ms);
		expect(transcript.loaded).toBe(false);
		await read;
		expect(transcript.segments.map((segment) => segment.segment_id)).toEqual(lines.map((line) => line.segment_id));
		expect([transcript.complete, transcript.problem, asked[0]]).toEqual([true, null, Math.max(0, ms - 30_000)]);
	});

	it('never looks empty on its way', async () => {
		const transcript = new Transcript('call');
		const seen: number[] = [];
		const answer = vi.mocked(get).getMockImplementation()!;
		vi.mocked(get).mockImplementation(async (...call) => {
			if (transcript.loaded) seen.push(transcript.segments.length);
			return answer(...call);
		});
		await transcript.load(200_000);
		expect(seen).not.toContain(0);
	});
});
