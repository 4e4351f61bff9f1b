/** Everything the page of one call knows, kept up to date while the record is being made. */
import { get } from '#lib/api/client.ts';
import type { Call, ChatLine, Facts } from '#lib/api/types.ts';
import { presence } from '#lib/state/presence.svelte.ts';
import { Resource } from '#lib/state/resource.svelte.ts';
import { toldFacts } from './facts.ts';
import { CallPlayer } from './player.svelte.ts';
import { quietStretches } from './silence.ts';
import { Transcript } from './transcript.svelte.ts';

const NO_FACTS: Facts = { ready: false, items: [], prices: [] };

export class CallRecord {
	call = new Resource<Call>();
	chat = $state.raw<ChatLine[] | null>(null);
	facts = $state.raw<Facts>(NO_FACTS);
	player: CallPlayer;
	transcript: Transcript;
	/** Text or video are being made. */
	working = $derived.by(() => {
		const record = this.call.value?.record;
		if (!record) return false;
		const making = [record.text, record.video, record.sound].some(({ state }) => state === 'waiting' || state === 'working');
		return making || Boolean(this.call.value?.end_time && record.state === 'recording');
	});
	#callId: string;
	#startMs: number;

	/** `startMs`: the moment a link asks for. */
	constructor(callId: string, startMs: number) {
		this.#callId = callId;
		this.#startMs = startMs;
		this.player = new CallPlayer(callId);
		this.transcript = new Transcript(callId);
		if (startMs > 0) this.player.seek(startMs, false);
	}

	/** Reads it all, each part as soon as it can be. */
	open = async (): Promise<void> => {
		const links = this.player.loadLinks().catch(() => {});
		const text = this.transcript.load(this.#startMs);
		await this.call.load(() => get<Call>(`calls/${this.#callId}/`));
		// What one looks at first is not kept waiting by the rest.
		await Promise.all([links, text]);
		// Made between the two answers: it is there, and the links do not say so.
		if (this.call.value?.record.video.state === 'ready' && !this.player.kind) this.player.find();
		await Promise.all([this.#readChat(), this.#readFacts()]);
	};

	/** Hears news and, while something is being made, asks as well: news may be lost on the way. Call it in an effect. */
	follow(ondeal: () => void): () => void {
		const stop = presence.listen(({ call_id, what }) => {
			const missed = what === 'missed';
			// A deal may span several calls: its news names one of them.
			if (call_id !== this.#callId && what !== 'deal' && !missed) return;
			if (what === 'corrections' || missed) void this.transcript.load();
			if (what === 'facts' || missed) void this.#readFacts();
			if (what === 'deal' || what === 'facts' || missed) ondeal();
			if (!['corrections', 'deal', 'facts'].includes(what)) void this.#refresh();
		});
		const timer = this.working ? setInterval(() => void this.#refresh(), presence.connected ? 5_000 : 3_000) : undefined;
		return () => {
			stop();
			clearInterval(timer);
		};
	}

	/** Where nobody speaks, known once all of the text is. Call it in an effect. */
	findSilence(): void {
		const { complete, segments } = this.transcript;
		const ready = complete && this.call.value?.record.text.state === 'ready';
		this.player.quiet = ready ? quietStretches(segments, this.player.lengthMs) : [];
	}

	async #refresh(): Promise<void> {
		const before = this.call.value?.record;
		await this.call.load(() => get<Call>(`calls/${this.#callId}/`));
		const record = this.call.value?.record;
		if (!record || record.state === 'none') return;
		const made = before?.revision !== record.revision;
		const textMade = made || before?.text.state !== record.text.state;
		const videoMade = made || before?.video.state !== record.video.state;
		const soundMade = made || before?.sound.state !== record.sound.state;
		if (textMade || videoMade) void this.player.renew(videoMade && record.video.state === 'ready').catch(() => {});
		else if (soundMade || !this.player.kind) void this.player.loadLinks().catch(() => {});
		if (textMade || record.text.state === 'working') void this.transcript.load();
		if (textMade) void this.#readFacts();
	}

	async #readChat(): Promise<void> {
		try {
			this.chat = (await get<{ items: ChatLine[] }>(`calls/${this.#callId}/messages/`)).items;
		} catch {
			this.chat = [];
		}
	}

	async #readFacts(): Promise<void> {
		try {
			const facts = await get<Facts>(`calls/${this.#callId}/facts/`);
			this.facts = { ...facts, items: toldFacts(facts.items) };
		} catch {
			// The record is whole without them.
		}
	}
}
