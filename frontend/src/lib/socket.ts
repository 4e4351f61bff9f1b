/** Typed socket.io sockets: each connection, also a repeated one, opens with a fresh ticket; each event is acknowledged. */
import { io, type Socket } from 'socket.io-client';
import { ApiError } from './api/client.ts';
import { i18n } from './i18n/index.svelte.ts';
import type { ErrorBody, Refused } from './generated/events.ts';

type Handler = (...args: never[]) => void;
type Handlers = Record<keyof object, Handler>;

/** What a refusal means in the person's own language; signalling speaks one only. */
const textOf = (code: string, otherwise = '') => (i18n.m.errors.live as Record<string, string>)[code] ?? otherwise;

export class SocketError extends Error {
	constructor(
		readonly code: string,
		message?: string
	) {
		super(textOf(code, message));
		this.name = 'SocketError';
	}
}

export interface LiveSocketOptions {
	/** Fetches a ticket; an `ApiError` with a 4xx status means there is no use in trying again. */
	ticket: () => Promise<string>;
	query?: Record<string, string>;
	onconnect?: () => void;
	onlost?: () => void;
	/** The socket is closed for good: the server or the API refused it. */
	onrefused?: (error: { code: string; message: string }) => void;
}

const ACK_MS = 8_000;
/** Refusals that a new ticket or a little patience heals. */
const PASSING = new Set(['ticket_expired', 'ticket_used', 'unavailable', 'too_many_requests', 'offline', 'broken']);

type PayloadOf<Event> = Event extends (payload: infer Payload, ack: never) => void ? Payload : never;
type AckOf<Event> = Event extends (payload: never, ack: (answer: infer Answer) => void) => void
	? Exclude<Answer, Refused>
	: never;

export class LiveSocket<Client extends object, Server extends object> {
	#socket: Socket;
	#options: LiveSocketOptions;
	#closed = false;
	#retry: ReturnType<typeof setTimeout> | undefined;
	#failures = 0;

	constructor(options: LiveSocketOptions) {
		this.#options = options;
		this.#socket = io({
			path: '/socket.io/',
			transports: ['websocket'],
			query: options.query,
			forceNew: true,
			autoConnect: false,
			reconnectionDelay: 500,
			reconnectionDelayMax: 5_000,
			auth: (send) => void this.#authenticate(send)
		});
		this.#socket.on('connect', () => {
			this.#failures = 0;
			options.onconnect?.();
		});
		this.#socket.on('disconnect', (reason) => {
			if (this.#closed) return;
			options.onlost?.();
			// The server closed it: socket.io leaves coming back to us.
			if (reason === 'io server disconnect') this.#connectLater();
		});
		this.#socket.on('connect_error', (problem: Error & { data?: ErrorBody }) => {
			if (this.#socket.active || this.#closed) return;
			const code = problem.data?.code ?? 'unavailable';
			if (PASSING.has(code)) this.#connectLater();
			else this.#refuse({ code, message: textOf(code, problem.data?.message ?? problem.message) });
		});
	}

	get connected(): boolean {
		return this.#socket.connected;
	}

	open(): void {
		this.#closed = false;
		this.#socket.connect();
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#retry);
		this.#socket.disconnect();
	}

	on<Name extends keyof Server & string>(name: Name, handler: Server[Name] & Handler): void {
		this.#socket.on(name as string, handler as Handlers[never]);
	}

	/** Sends an event and waits for its acknowledgement; throws `SocketError` when refused, late or not connected. */
	async send<Name extends keyof Client & string>(name: Name, payload: PayloadOf<Client[Name]>): Promise<AckOf<Client[Name]>> {
		if (!this.#socket.connected) throw new SocketError('not_connected');
		let answer: AckOf<Client[Name]> | Refused;
		try {
			answer = (await this.#socket.timeout(ACK_MS).emitWithAck(name, payload)) as AckOf<Client[Name]> | Refused;
		} catch {
			throw new SocketError('late');
		}
		const refusal = answer as Refused;
		if (refusal.ok === false) throw new SocketError(refusal.error.code, refusal.error.message);
		return answer as AckOf<Client[Name]>;
	}

	async #authenticate(send: (data: object) => void): Promise<void> {
		try {
			send({ ticket: await this.#options.ticket() });
		} catch (problem) {
			if (this.#closed) return;
			this.#socket.disconnect();
			const lasting = problem instanceof ApiError && problem.status >= 400 && problem.status < 500 && problem.status !== 429;
			if (lasting) this.#refuse({ code: problem.code, message: problem.message });
			else this.#connectLater();
		}
	}

	#connectLater(): void {
		clearTimeout(this.#retry);
		const delay = Math.min(10_000, 500 * 2 ** this.#failures++) * (0.75 + Math.random() / 2);
		this.#retry = setTimeout(() => !this.#closed && this.#socket.connect(), delay);
	}

	#refuse(error: { code: string; message: string }): void {
		this.close();
		this.#options.onrefused?.(error);
	}
}
