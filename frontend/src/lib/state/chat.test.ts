import { beforeEach, describe, expect, it, vi } from 'vitest';
import { get, post } from '#lib/api/client.ts';
import { RoomChat } from './chat.svelte.ts';

vi.mock('#lib/api/client.ts', () => ({ get: vi.fn(), post: vi.fn() }));

const line = (message_id: string, participant_id = 'other') => ({
	message_id,
	participant_id,
	text: message_id,
	sent_at: '2026-11-26T10:00:00Z'
});
const says = (...lines: unknown[]) => vi.mocked(get).mockResolvedValueOnce({ items: lines });
const shown = (chat: RoomChat) => chat.lines.map((one) => one.message_id);

describe('the chat of a room', () => {
	let chat: RoomChat;
	beforeEach(async () => {
		chat = new RoomChat('call', () => 'you');
		says(line('first'));
		await chat.load();
	});

	it('counts as unread what was missed, not what was there at first nor what is its own', async () => {
		expect([shown(chat), chat.unread]).toEqual([['first'], 0]);
		says(line('first'), line('missed'), line('mine', 'you'));
		await chat.load();
		expect([shown(chat), chat.unread]).toEqual([['first', 'missed', 'mine'], 1]);
	});

	it('keeps what came, and what could not be sent, while it was reading', async () => {
		vi.mocked(post).mockRejectedValueOnce(new Error('offline'));
		await chat.say('not sent');
		chat.add(line('just now'));
		says(line('first'));
		await chat.load();
		expect(chat.lines.map((one) => one.text)).toEqual(['first', 'not sent', 'just now']);
		expect(chat.lines.map((one) => one.sending)).toEqual([undefined, 'failed', undefined]);
	});

	it('stays as it is when nothing can be read', async () => {
		vi.mocked(get).mockRejectedValueOnce(new Error('offline'));
		await chat.load();
		expect(shown(chat)).toEqual(['first']);
	});
});
