/** One stay in a call: socket, peer connection, consents, chat and the recording of one's own side. */
import { get, post, put } from '#lib/api/client.ts';
import type { CallTicket, Consents, Purposes } from '#lib/api/types.ts';
import type { CallClientEvents, CallServerEvents, EndReason, Participant, Room } from '#lib/generated/events.ts';
import { measureClock } from '#lib/rtc/clock.ts';
import { Peer } from '#lib/rtc/peer.ts';
import { LiveSocket } from '#lib/socket.ts';
import { Captions } from './captions.svelte.ts';
import { RoomChat } from './chat.svelte.ts';
import type { LocalMedia } from './media.svelte.ts';
import { NetworkWatch } from './network.svelte.ts';
import { presence } from './presence.svelte.ts';
import { OwnRecording } from './recording.svelte.ts';

export type Phase = 'joining' | 'in' | 'replaced' | 'ended' | 'refused';

export class CallRoom {
	phase = $state<Phase>('joining');
	refusal = $state<string | null>(null);
	endReason = $state<EndReason | null>(null);
	online = $state(false);
	you = $state<string | null>(null);
	other = $state.raw<Participant | null>(null);
	/** They were here and left; they may come back until the call ends. */
	otherLeft = $state(false);
	otherStream = $state.raw<MediaStream | null>(null);
	peerState = $state<RTCPeerConnectionState>('new');
	startedAt = $state<number | null>(null);
	consents = $state.raw<Consents | null>(null);

	readonly chat: RoomChat;
	readonly captions = new Captions();
	readonly record: OwnRecording;
	readonly network = new NetworkWatch();
	readonly media: LocalMedia;
	readonly callId: string;
	#socket: LiveSocket<CallClientEvents, CallServerEvents>;
	#ice: RTCIceServer[] = [];
	#polite = false;
	#peer: Peer | null = null;
	#wake: WakeLockSentinel | null = null;
	#left = false;
	#clockOffsetMs = $state(0);

	constructor(callId: string, userId: string, media: LocalMedia) {
		this.callId = callId;
		this.media = media;
		this.chat = new RoomChat(callId, () => this.you);
		this.record = new OwnRecording({
			callId,
			userId,
			media,
			onforbidden: () => {
				this.#followConsent(false);
				setTimeout(() => void this.refreshConsents(), 2_000);
			}
		});
		this.#socket = new LiveSocket<CallClientEvents, CallServerEvents>({
			query: { call: callId },
			ticket: () => this.#ticket(),
			onconnect: () => (this.online = true),
			onlost: () => (this.online = false),
			onrefused: (error) => this.#refused(error)
		});
		this.#listen();
		this.captions.ontoggle = this.#tellCaptions;
		media.onchange = (kind) => void this.#mediaChanged(kind);
		addEventListener('online', this.#networkBack);
		document.addEventListener('visibilitychange', this.#visible);
	}

	get recording(): boolean {
		return this.startedAt !== null && (this.consents?.recording ?? false);
	}

	/** Both let what they say be turned into text. */
	get transcribing(): boolean {
		return this.recording && Boolean(this.consents?.mine.transcribe && this.consents.other.transcribe);
	}

	/** Unix ms by the server's clock: a device's own may be minutes off. */
	now = (): number => Date.now() + this.#clockOffsetMs;

	/** Opens the socket; everything else follows from what the server says. */
	join(): void {
		this.#socket.open();
		void this.#keepAwake();
		this.network.start(() => ({
			peer: this.other ? this.#peer : null,
			sends: Boolean(this.other?.media.microphone || this.other?.media.camera)
		}));
	}

	/** Ends one's stay. */
	async leave(): Promise<void> {
		this.#left = true;
		const heard = await this.#socket.send('leave', {}).then(
			() => true,
			() => false
		);
		if (this.phase !== 'ended') this.#end(null);
		// Still on the way in, or cut off: both people are to be free for the next call all the same.
		if (!heard) void presence.leave(this.callId, 'room');
	}

	/** Lets go of everything; the recording goes on being sent. */
	close(): void {
		this.#left = true;
		this.network.stop();
		removeEventListener('online', this.#networkBack);
		document.removeEventListener('visibilitychange', this.#visible);
		this.#socket.close();
		this.#peer?.close();
		this.#peer = null;
		this.record.stop();
		void this.#wake?.release().catch(() => {});
		this.#wake = null;
		this.media.close();
	}

	async setConsents(purposes: Purposes): Promise<void> {
		const text_version = this.consents?.text_version;
		// Shown at once; and who takes consent back is not recorded while the server is being told.
		if (this.consents) this.consents = { ...this.consents, mine: purposes };
		if (!purposes.record) this.#followConsent(false);
		this.consents = await put<Consents>(`calls/${this.callId}/consents/`, { purposes, text_version });
		this.#followConsent(this.consents.recording);
	}

	async refreshConsents(): Promise<void> {
		try {
			this.consents = await get<Consents>(`calls/${this.callId}/consents/`);
			this.#followConsent(this.consents.recording);
		} catch {
			// Asked again with the next change or reconnect.
		}
	}

	async #ticket(): Promise<string> {
		const answer = await post<CallTicket>(`calls/${this.callId}/ticket/`);
		this.#ice = answer.ice_servers;
		return answer.ticket;
	}

	#listen(): void {
		const socket = this.#socket;
		socket.on('room', (room) => this.#entered(room));
		socket.on('participant.changed', (participant) => this.#otherChanged(participant));
		socket.on('participant.left', () => {
			this.#otherGone();
			this.otherLeft = true;
		});
		socket.on('description', ({ description }) => {
			this.#peerOrNew().receiveDescription(description as RTCSessionDescriptionInit).catch(() => {});
		});
		socket.on('candidate', ({ candidate }) => {
			void this.#peerOrNew().receiveCandidate({
				candidate: candidate.candidate,
				sdpMid: candidate.sdp_mid,
				sdpMLineIndex: candidate.sdp_m_line_index,
				usernameFragment: candidate.username_fragment
			});
		});
		socket.on('replaced', () => {
			this.phase = 'replaced';
			this.close();
		});
		socket.on('call.ended', ({ reason }) => this.#end(reason));
		socket.on('consent.changed', ({ recording }) => {
			if (!recording) {
				this.#followConsent(false);
				this.captions.clear();
			}
			void this.refreshConsents();
		});
		socket.on('chat.message', (message) => this.chat.add(message));
		socket.on('caption', (caption) => this.captions.take(caption));
	}

	#entered(room: Room): void {
		const first = this.phase === 'joining';
		this.phase = 'in';
		this.you = room.you;
		this.#polite = room.polite;
		this.startedAt = room.started_at;
		void this.#socket.send('media', this.media.shown).catch(() => {});
		this.#tellCaptions();
		const other = room.participants.find((one) => one.participant_id !== room.you) ?? null;
		if (other) this.#otherChanged(other);
		else this.#otherGone();
		if (first) void this.#startClock();
		// What was said of them while nobody heard it is not said again.
		void this.refreshConsents();
		void this.chat.load();
	}

	#otherChanged(participant: Participant): void {
		if (participant.participant_id === this.you) return;
		const came = participant.connected && !this.other?.connected;
		this.other = participant;
		this.otherLeft = false;
		if (!participant.connected) return;
		if (!this.#peer) this.#peerOrNew();
		else if (came) this.#peer.renew();
		if (this.startedAt === null) {
			this.startedAt = this.now();
			this.#followConsent(this.consents?.recording ?? false);
		}
	}

	#otherGone(): void {
		this.other = null;
		this.otherStream = null;
		this.network.reset();
		this.#peer?.close();
		this.#peer = null;
	}

	#peerOrNew(): Peer {
		this.#peer ??= new Peer(
			{
				polite: this.#polite,
				iceServers: this.#ice,
				sendDescription: ({ type, sdp }) => void this.#socket.send('description', { type, sdp }).catch(() => {}),
				sendCandidate: (candidate) =>
					void this.#socket
						.send('candidate', {
							candidate: candidate?.candidate ?? '',
							sdp_mid: candidate?.sdpMid ?? null,
							sdp_m_line_index: candidate?.sdpMLineIndex ?? null,
							username_fragment: candidate?.usernameFragment ?? null
						})
						.catch(() => {}),
				onremote: (stream) => (this.otherStream = stream),
				onstate: (state) => (this.peerState = state)
			},
			this.media.tracks
		);
		return this.#peer;
	}

	async #mediaChanged(kind: 'audio' | 'video' | 'state'): Promise<void> {
		void this.#socket.send('media', this.media.shown).catch(() => {});
		if (kind === 'state') return;
		await this.#peer?.setTrack(kind, kind === 'audio' ? this.media.audio : this.media.video);
		this.record.mediaChanged();
	}

	async #startClock(): Promise<void> {
		while (!this.#left) {
			try {
				const clock = await measureClock(async () => (await this.#socket.send('clock', {})).server_time);
				this.#clockOffsetMs = clock.offset_ms;
				this.record.setClock(clock);
				return;
			} catch {
				await new Promise((done) => setTimeout(done, 1_000));
			}
		}
	}

	#followConsent(recording: boolean): void {
		if (this.consents && this.consents.recording !== recording) this.consents = { ...this.consents, recording };
		// Before two were in it there is no call to record.
		this.record.follow(recording && this.phase === 'in' && this.startedAt !== null);
	}

	#end(reason: EndReason | null): void {
		this.endReason = this.#left ? null : reason;
		this.phase = 'ended';
		this.close();
	}

	#refused(error: { code: string; message: string }): void {
		if (this.phase === 'ended' || this.phase === 'replaced') return;
		if (error.code === 'call_ended') return this.#end('closed');
		if (error.code === 'replaced') this.phase = 'replaced';
		else {
			this.refusal = error.message;
			this.phase = 'refused';
		}
		this.close();
	}

	#tellCaptions = () => void this.#socket.send('captions', { shown: this.captions.on }).catch(() => {});
	#networkBack = () => this.#peer?.rebuild();

	#visible = () => {
		if (document.visibilityState === 'visible') void this.#keepAwake();
	};

	async #keepAwake(): Promise<void> {
		if (this.#left || !('wakeLock' in navigator)) return;
		try {
			this.#wake = await navigator.wakeLock.request('screen');
		} catch {
			// Refused when the battery is low; the call goes on.
		}
	}
}
