/** One stay in a call: socket, peer connection, consents, chat and the recording of one's own side. */
import { get, post, put } from '#lib/api/client.ts';
import type { CallTicket, ChatLine, Consents, Purposes } from '#lib/api/types.ts';
import type { CallClientEvents, CallServerEvents, EndReason, Participant, Room } from '#lib/generated/events.ts';
import { Peer } from '#lib/rtc/peer.ts';
import { measureClock, type Clock } from '#lib/rtc/clock.ts';
import { judge, readSample, type Quality, type Sample } from '#lib/rtc/quality.ts';
import type { RecordingSession } from '#lib/recorder/session.ts';
import { LiveSocket } from '#lib/socket.ts';
import { LocalMedia } from './media.svelte.ts';
import { uploads } from './uploads.svelte.ts';

export type Phase = 'joining' | 'in' | 'replaced' | 'ended' | 'refused';
export interface ShownLine extends Omit<ChatLine, 'sent_at'> {
	sent_at: string | number;
	/** Not yet confirmed by the server, or refused by it. */
	sending?: 'now' | 'failed';
}

const QUALITY_MS = 2_000;

export class CallRoom {
	phase = $state<Phase>('joining');
	refusal = $state<string | null>(null);
	endReason = $state<EndReason | null>(null);
	online = $state(false);
	you = $state<string | null>(null);
	other = $state.raw<Participant | null>(null);
	otherStream = $state.raw<MediaStream | null>(null);
	peerState = $state<RTCPeerConnectionState>('new');
	quality = $state<Quality | null>(null);
	relayed = $state(false);
	startedAt = $state<number | null>(null);
	consents = $state.raw<Consents | null>(null);
	messages = $state.raw<ShownLine[]>([]);
	unread = $state(0);
	chatOpen = $state(false);
	recorderTrouble = $state<'unsupported' | 'storage' | null>(null);

	readonly media: LocalMedia;
	readonly callId: string;
	#userId: string;
	#socket: LiveSocket<CallClientEvents, CallServerEvents>;
	#ice: RTCIceServer[] = [];
	#polite = false;
	#peer: Peer | null = null;
	#clock: Clock | null = null;
	#recording: RecordingSession | null = null;
	#recordingWanted = false;
	#watch: ReturnType<typeof setInterval> | undefined;
	#sample: Sample | null = null;
	#wake: WakeLockSentinel | null = null;
	#left = false;

	constructor(callId: string, userId: string, media: LocalMedia) {
		this.callId = callId;
		this.#userId = userId;
		this.media = media;
		this.#socket = new LiveSocket<CallClientEvents, CallServerEvents>({
			query: { call: callId },
			ticket: () => this.#ticket(),
			onconnect: () => (this.online = true),
			onlost: () => (this.online = false),
			onrefused: (error) => this.#refused(error)
		});
		this.#listen();
		media.onchange = (kind) => void this.#mediaChanged(kind);
		addEventListener('online', this.#networkBack);
		document.addEventListener('visibilitychange', this.#visible);
	}

	get recording(): boolean {
		return this.consents?.recording ?? false;
	}

	/** Opens the socket; everything else follows from what the server says. */
	async join(): Promise<void> {
		this.#socket.open();
		void this.#keepAwake();
		this.#watch = setInterval(() => void this.#judgeNetwork(), QUALITY_MS);
		void this.refreshConsents();
		try {
			this.messages = (await get<{ items: ChatLine[] }>(`calls/${this.callId}/messages/`)).items;
		} catch {
			// The chat fills from the socket; the call itself matters more.
		}
	}

	/** Ends one's stay. */
	async leave(): Promise<void> {
		this.#left = true;
		try {
			await this.#socket.send('leave', {});
		} catch {
			// Without the server's word it sees by itself that we are gone.
		}
		if (this.phase !== 'ended') this.#end(null);
	}

	/** Lets go of everything; the recording goes on being sent. */
	close(): void {
		this.#left = true;
		clearInterval(this.#watch);
		removeEventListener('online', this.#networkBack);
		document.removeEventListener('visibilitychange', this.#visible);
		this.#socket.close();
		this.#peer?.close();
		this.#peer = null;
		this.#stopRecording();
		void this.#wake?.release().catch(() => {});
		this.#wake = null;
		this.media.close();
	}

	async setConsents(purposes: Purposes): Promise<void> {
		const text_version = this.consents?.text_version;
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

	async say(text: string, again?: ShownLine): Promise<void> {
		const client_id = again?.message_id ?? crypto.randomUUID();
		const line: ShownLine = {
			message_id: client_id,
			participant_id: this.you ?? '',
			text,
			sent_at: Date.now(),
			sending: 'now'
		};
		this.messages = [...this.messages.filter((one) => one.message_id !== client_id), line];
		try {
			const sent = await post<ChatLine>(`calls/${this.callId}/messages/`, { client_id, text });
			this.#addLine(sent, client_id);
		} catch {
			this.messages = this.messages.map((one) => (one === line ? { ...line, sending: 'failed' as const } : one));
		}
	}

	openChat(open: boolean): void {
		this.chatOpen = open;
		if (open) this.unread = 0;
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
		socket.on('participant.left', () => this.#otherGone());
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
			if (!recording) this.#followConsent(false);
			void this.refreshConsents();
		});
		socket.on('chat.message', (message) => this.#addLine(message));
	}

	#entered(room: Room): void {
		const first = this.phase === 'joining';
		this.phase = 'in';
		this.you = room.you;
		this.#polite = room.polite;
		this.startedAt = room.started_at;
		void this.#socket.send('media', this.media.shown).catch(() => {});
		const other = room.participants.find((one) => one.participant_id !== room.you) ?? null;
		if (other) this.#otherChanged(other);
		else this.#otherGone();
		if (first) void this.#startClock();
		else void this.refreshConsents();
	}

	#otherChanged(participant: Participant): void {
		if (participant.participant_id === this.you) return;
		const came = participant.connected && !this.other?.connected;
		this.other = participant;
		if (!participant.connected) return;
		if (!this.#peer) this.#peerOrNew();
		else if (came) void this.#peer.renew();
		this.startedAt ??= Date.now();
	}

	#otherGone(): void {
		this.other = null;
		this.otherStream = null;
		this.quality = null;
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
		if (this.#recordingWanted) await this.#record();
	}

	async #startClock(): Promise<void> {
		while (!this.#clock && !this.#left) {
			try {
				this.#clock = await measureClock(async () => (await this.#socket.send('clock', {})).server_time);
			} catch {
				await new Promise((done) => setTimeout(done, 1_000));
			}
		}
		this.#followConsent(this.recording);
	}

	#followConsent(recording: boolean): void {
		if (this.consents && this.consents.recording !== recording) this.consents = { ...this.consents, recording };
		if (recording && !this.#recordingWanted && this.#clock && this.phase === 'in') {
			this.#recordingWanted = true;
			void this.#record();
		}
		if (!recording && this.#recordingWanted) {
			this.#recordingWanted = false;
			void this.#recording?.record(null);
		}
	}

	async #record(): Promise<void> {
		if (!this.#clock) return;
		try {
			const { RecordingSession } = await import('#lib/recorder/session.ts');
			const { recordableType } = await import('#lib/recorder/recorder.ts');
			if (!recordableType('audio')) throw new Error('nothing can be recorded');
			this.#recording ??= new RecordingSession({
				userId: this.#userId,
				callId: this.callId,
				clock: this.#clock,
				onpending: (count) => (uploads.current = count),
				onforbidden: () => {
					this.#followConsent(false);
					void this.refreshConsents();
				},
				onstorage: () => (this.recorderTrouble = 'storage')
			});
			if (!this.#recordingWanted) return;
			await this.#recording.record({ audio: this.media.audio, video: this.media.video });
		} catch (problem) {
			console.warn('recording failed', problem);
			this.recorderTrouble = 'unsupported';
		}
	}

	#stopRecording(): void {
		this.#recordingWanted = false;
		void this.#recording?.finish().then(() => uploads.look());
		this.#recording = null;
	}

	#addLine(line: ShownLine, clientId?: string): void {
		const known = this.messages.some((one) => one.message_id === line.message_id);
		const kept = this.messages.filter((one) => one.message_id !== clientId && one.message_id !== line.message_id);
		this.messages = [...kept, { message_id: line.message_id, participant_id: line.participant_id, text: line.text, sent_at: line.sent_at }];
		if (!known && !this.chatOpen && line.participant_id !== this.you) this.unread++;
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

	async #judgeNetwork(): Promise<void> {
		if (!this.#peer || !this.other) return;
		if (this.peerState === 'disconnected' || this.peerState === 'failed') this.quality = 'lost';
		if (this.peerState !== 'connected') {
			this.#sample = null;
			return;
		}
		const sample = await readSample(this.#peer.connection);
		const before = this.#sample;
		this.#sample = sample;
		this.relayed = sample.relayed;
		const silent = !this.other?.media.microphone && !this.other?.media.camera;
		if (before && !silent) this.quality = judge(before, sample);
	}

	#networkBack = () => this.#peer?.restart();

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
