import { describe, expect, it } from 'vitest';
import { estimateClock, measureClock } from './clock.ts';
import { sessionId } from './peer.ts';
import { judge, type Sample } from './quality.ts';

describe('the clock', () => {
	it('takes the median of the offsets and half the quickest trip', () => {
		const trips = [
			{ sent: 0, received: 20, server: 1010 },
			{ sent: 100, received: 110, server: 1106 },
			{ sent: 200, received: 230, server: 1213 },
			{ sent: 300, received: 312, server: 1307 },
			{ sent: 400, received: 900, server: 1900 }
		];
		expect(estimateClock(trips)).toEqual({ offset_ms: 1001, uncertainty_ms: 5 });
	});

	it('asks as often as it should', async () => {
		let asked = 0;
		const clock = await measureClock(async () => Date.now() + 5000 + 0 * asked++, 5, 0);
		expect(asked).toBe(5);
		expect(clock.offset_ms).toBeGreaterThan(4950);
		expect(clock.offset_ms).toBeLessThan(5050);
	});
});

describe('the quality of the network', () => {
	const sample = (over: Partial<Sample>): Sample => ({ at: 0, received: 0, lost: 0, bytes: 0, roundTripMs: 40, relayed: false, ...over });

	it('is one of four words', () => {
		const before = sample({ received: 1000, lost: 10 });
		expect(judge(before, sample({ received: 1200, lost: 11 }))).toBe('good');
		expect(judge(before, sample({ received: 1200, lost: 18 }))).toBe('fair');
		expect(judge(before, sample({ received: 1200, lost: 60 }))).toBe('poor');
		expect(judge(before, sample({ received: 1200, lost: 10, roundTripMs: 900 }))).toBe('poor');
		expect(judge(before, sample({ received: 1000, lost: 10 }))).toBe('lost');
	});
});

it('tells one peer connection from another by the session id', () => {
	expect(sessionId('v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\n')).toBe('4611731400430051336');
	expect(sessionId('')).toBeNull();
	expect(sessionId(undefined)).toBeNull();
});
