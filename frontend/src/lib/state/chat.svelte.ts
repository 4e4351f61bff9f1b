/** The text chat of a call. A line shows at once and says so when it could not be sent. */
import { get, post } from '#lib/api/client.ts';
import type { ChatLine } from '#lib/api/types.ts';

export interface ShownLine extends Omit<ChatLine, 'sent_at'> {
	sent_at: string | number;
	/** Not yet confirmed by the server, or refused by it. */
	sending?: 'now' | 'failed';
}

export class RoomChat {
	lines = $state.raw<ShownLine[]>([]);
	unread = $state(0);
	open = $state(false);
	#callId: string;
	#loaded = false;
	#you: () => string | null;

	constructor(callId: string, you: () => string | null) {
		this.#callId = callId;
		this.#you = you;
	}

	/** Reads what was said, at first and whenever some of it may have been missed. */
	async load(): Promise<void> {
		let items: ChatLine[];
		try {
			items = (await get<{ items: ChatLine[] }>(`calls/${this.#callId}/messages/`)).items;
		} catch {
			return; // The chat goes on from the socket; the call itself matters more.
		}
		const [before, there] = [this.lines, new Set(items.map((line) => line.message_id))];
		const known = new Set(before.map((line) => line.message_id));
		this.lines = [...items, ...before.filter((line) => !there.has(line.message_id))];
		const missed = items.filter((line) => !known.has(line.message_id) && line.participant_id !== this.#you());
		if (this.#loaded && !this.open) this.unread += missed.length;
		this.#loaded = true;
	}

	show(open: boolean): void {
		this.open = open;
		if (open) this.unread = 0;
	}

	/** Sends a line, or one that failed again: its number makes doing so twice harmless. */
	async say(text: string, again?: ShownLine): Promise<void> {
		const client_id = again?.message_id ?? crypto.randomUUID();
		const line: ShownLine = {
			message_id: client_id,
			participant_id: this.#you() ?? '',
			text,
			sent_at: Date.now(),
			sending: 'now'
		};
		this.lines = [...this.lines.filter((one) => one.message_id !== client_id), line];
		try {
			this.add(await post<ChatLine>(`calls/${this.#callId}/messages/`, { client_id, text }), client_id);
		} catch {
			this.lines = this.lines.map((one) => (one === line ? { ...line, sending: 'failed' as const } : one));
		}
	}

	/** Takes in a line that the server has; `clientId` is the number it was shown under until now. */
	add({ message_id, participant_id, text, sent_at }: ShownLine, clientId?: string): void {
		const known = this.lines.some((one) => one.message_id === message_id);
		const kept = this.lines.filter((one) => one.message_id !== clientId && one.message_id !== message_id);
		this.lines = [...kept, { message_id, participant_id, text, sent_at }];
		if (!known && !this.open && participant_id !== this.#you()) this.unread++;
	}
}
