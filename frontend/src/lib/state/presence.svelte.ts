/** Rings and news of calls, over the presence socket that each logged-in page keeps. */
import { get, post } from '#lib/api/client.ts';
import type { Call, CallSummary, Page, Ticket } from '#lib/api/types.ts';
import type {
	CallChanged,
	PresenceClientEvents,
	PresenceServerEvents,
	Ring,
	RingState
} from '#lib/generated/events.ts';
import type { LiveSocket } from '#lib/socket.ts';
import { session } from './session.svelte.ts';

type PresenceSocket = LiveSocket<PresenceClientEvents, PresenceServerEvents>;
/** What signalling tells of a call, and that its ring began or came to an end. */
/** `missed`: any of one's calls may have changed while nobody could be told. */
export type CallNews = Pick<CallChanged, 'call_id'> & { what: CallChanged['what'] | 'ring' | 'missed' };
type CallListener = (news: CallNews) => void;
export interface Over {
	ring: Ring;
	state: Exclude<RingState, 'ringing'>;
}

const WATCH_MS = 2_000;
const MISSED: CallNews = { call_id: '', what: 'missed' };
/** By then the server has seen by itself that we are gone. */
const LEAVE_MS = 60_000;

class Presence {
	connected = $state(false);
	rings = $state.raw<Ring[]>([]);
	/** How the last outgoing ring of this page ended, until the person dismisses it. */
	over = $state.raw<Over | null>(null);
	/** The call that was accepted, for the page to go to. */
	accepted = $state<string | null>(null);
	missed = $state(0);

	#socket: PresenceSocket | null = null;
	#mine = new Set<string>();
	#versions = new Map<string, number>();
	#listeners = new Set<CallListener>();
	#user: string | null = null;

	/** Connects as `userId`, or disconnects when null. */
	async follow(userId: string | null): Promise<void> {
		if (userId === this.#user) return;
		this.#user = userId;
		this.#socket?.close();
		this.#socket = null;
		this.connected = false;
		this.rings = [];
		this.over = null;
		this.#versions.clear();
		if (!userId) return;
		const { LiveSocket } = await import('#lib/socket.ts');
		if (this.#user !== userId) return;
		let again = false;
		const socket: PresenceSocket = new LiveSocket<PresenceClientEvents, PresenceServerEvents>({
			ticket: async () => (await post<Ticket>('tickets/presence/')).ticket,
			onconnect: () => {
				this.connected = true;
				if (again) this.#tell(MISSED);
				again = true;
			},
			onlost: () => (this.connected = false),
			onrefused: () => (this.connected = false)
		});
		socket.on('rings', ({ rings, missed }) => {
			this.#setRings(rings);
			if (missed) this.#tell(MISSED);
		});
		socket.on('ring.changed', (ring) => this.#changeRing(ring));
		socket.on('call.changed', (news) => this.#tell(news));
		socket.on('session.ended', ({ reason }) => {
			session.endedBy = reason;
			session.set(null);
		});
		this.#socket = socket;
		socket.open();
	}

	/** Hears of every change of one's calls until the returned function is called. */
	listen(listener: CallListener): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	#tell(news: CallNews): void {
		for (const listener of this.#listeners) listener(news);
	}

	/** Calls the seller of an advert or a person; the ring then shows by itself. */
	async call(target: { advert_id: string } | { user_id: string } | { call_id: string }): Promise<Call> {
		this.over = null;
		const call =
			'call_id' in target ? await post<Call>(`calls/${target.call_id}/call-back/`) : await post<Call>('calls/', target);
		this.#mine.add(call.call_id);
		if (call.ring_state !== 'ringing') {
			// It was answered sooner than we were told that it rings.
			this.#finish(this.#ringOf(call), call.ring_state);
			return call;
		}
		if (!this.rings.some((ring) => ring.call_id === call.call_id)) this.rings = [...this.rings, this.#ringOf(call)];
		void this.#watch(call.call_id);
		return call;
	}

	async accept(ring: Ring): Promise<void> {
		this.#mine.add(ring.call_id);
		try {
			const { ring: now } = await this.#answer('ring.accept', ring);
			this.#changeRing(now);
		} catch (problem) {
			this.#mine.delete(ring.call_id);
			throw problem;
		}
	}

	async decline(ring: Ring): Promise<void> {
		this.#changeRing((await this.#answer('ring.decline', ring)).ring);
	}

	async cancel(ring: Ring): Promise<void> {
		this.#changeRing((await this.#answer('ring.cancel', ring)).ring);
	}

	/** Says that one is not coming (from the lobby) or not coming back (from the room) until the server has heard it. */
	async leave(callId: string, place: 'lobby' | 'room'): Promise<void> {
		const since = Date.now();
		while (this.#socket && Date.now() - since < LEAVE_MS) {
			try {
				await this.#socket.send('call.leave', { call_id: callId, place });
				return;
			} catch (problem) {
				const code = (problem as { code?: string }).code ?? '';
				if (!['not_connected', 'late', 'unavailable'].includes(code)) return;
				await new Promise((done) => setTimeout(done, 1_000));
			}
		}
	}

	async countMissed(): Promise<void> {
		const page = await get<Page<CallSummary>>('calls/', { missed: 1 });
		const seen = this.#seenMissed();
		this.missed = page.items.filter((call) => call.created_at > seen).length;
	}

	/** All calls up to the one made at `newest` have been looked at: by the server's clock, a device's own may be off. */
	sawMissed(newest: string): void {
		this.missed = 0;
		if (this.#user && newest > this.#seenMissed()) localStorage.setItem(`lodbic.missed.${this.#user}`, newest);
	}

	#seenMissed(): string {
		return (this.#user && localStorage.getItem(`lodbic.missed.${this.#user}`)) || '';
	}

	async #answer(event: 'ring.accept' | 'ring.decline' | 'ring.cancel', ring: Ring) {
		if (!this.#socket) throw new Error('no presence socket');
		return this.#socket.send(event, { call_id: ring.call_id });
	}

	#ringOf(call: Call): Ring {
		return {
			call_id: call.call_id,
			direction: 'outgoing',
			state: 'ringing',
			version: 0,
			name: call.other.name,
			image_url: call.other.image_url,
			title: call.title,
			expires_at: Date.now() + 45_000
		};
	}

	/** A snapshot: what is missing from it stopped while nobody told us. */
	#setRings(rings: Ring[]): void {
		for (const gone of this.rings) {
			if (!rings.some((ring) => ring.call_id === gone.call_id)) void this.#askAfter(gone);
		}
		const known = this.rings;
		for (const ring of rings) this.#versions.set(ring.call_id, ring.version);
		this.rings = rings.filter((ring) => ring.state === 'ringing');
		for (const { call_id } of this.rings) {
			if (!known.some((ring) => ring.call_id === call_id)) this.#tell({ call_id, what: 'ring' });
		}
	}

	async #askAfter(ring: Ring): Promise<void> {
		try {
			const call = await get<Call>(`calls/${ring.call_id}/`);
			if (call.ring_state === 'ringing') return;
			this.rings = this.rings.filter((other) => other.call_id !== ring.call_id);
			this.#finish(ring, call.ring_state);
		} catch {
			this.#mine.delete(ring.call_id);
		}
	}

	/** An answer may come before the call itself is known here, or while the socket is away: asks until there is one. */
	async #watch(callId: string): Promise<void> {
		for (;;) {
			const answered = (this.#versions.get(callId) ?? 0) > 0;
			await new Promise((done) => setTimeout(done, answered ? 0 : WATCH_MS));
			const ring = this.rings.find((other) => other.call_id === callId);
			if (!ring) return;
			await this.#askAfter(ring);
		}
	}

	#changeRing(ring: Ring): void {
		if (ring.version < (this.#versions.get(ring.call_id) ?? -1)) return;
		this.#versions.set(ring.call_id, ring.version);
		const others = this.rings.filter((other) => other.call_id !== ring.call_id);
		if (ring.state === 'ringing') {
			this.rings = [...others, ring];
			this.#tell({ call_id: ring.call_id, what: 'ring' });
		} else {
			this.rings = others;
			this.#finish(ring, ring.state);
		}
	}

	#finish(ring: Ring, state: Exclude<RingState, 'ringing'>): void {
		const mine = this.#mine.delete(ring.call_id);
		if (mine && state === 'accepted') this.accepted = ring.call_id;
		else if (mine && ring.direction === 'outgoing' && state !== 'cancelled') this.over = { ring, state };
		else if (ring.direction === 'incoming' && ['unanswered', 'cancelled', 'busy'].includes(state)) this.missed++;
		this.#tell({ call_id: ring.call_id, what: 'ring' });
	}
}

export const presence = new Presence();
