/**
 * One peer connection by the pattern of perfect negotiation (W3C WebRTC, section 10.7).
 *
 * It knows nothing of pages or sockets: descriptions and candidates go out through `send`. When the other side comes
 * back as a new page, its offers bear another session id (`o=` of the SDP); the connection is then built anew.
 *
 * The first offer comes from the impolite side, so that both share one place per kind of media instead of each bringing
 * its own. A polite side that hears nothing (the other was connected all along) makes the first offer itself.
 *
 * A connection that was lost is built anew, never mended: where both sides begin to mend at once one has to roll back,
 * and after a rollback Chromium decodes the other's picture and shows none of it.
 */

export interface PeerOptions {
	polite: boolean;
	iceServers: RTCIceServer[];
	sendDescription: (description: RTCSessionDescription) => void;
	sendCandidate: (candidate: RTCIceCandidate | null) => void;
	onremote: (stream: MediaStream) => void;
	onstate: (state: RTCPeerConnectionState) => void;
}

type Kind = 'audio' | 'video';

const STUCK_MS = 9_000;
const FIRST_OFFER_MS = 800;
const LOST: RTCPeerConnectionState[] = ['disconnected', 'failed'];

/** The session id in an SDP's origin line: another one is another peer connection. */
export function sessionId(sdp: string | undefined): string | null {
	return /^o=\S+ (\S+) /m.exec(sdp ?? '')?.[1] ?? null;
}

export class Peer {
	#options: PeerOptions;
	#connection!: RTCPeerConnection;
	#tracks: Partial<Record<Kind, MediaStreamTrack>> = {};
	#remote = new MediaStream();
	#makingOffer = false;
	#ignoringOffer = false;
	#settingAnswer = false;
	#remoteSession: string | null = null;
	#waiting: RTCIceCandidateInit[] = [];
	#queue: Promise<void> = Promise.resolve();
	#stuck: ReturnType<typeof setTimeout> | undefined;
	#first: ReturnType<typeof setTimeout> | undefined;
	#closed = false;

	constructor(options: PeerOptions, tracks: Partial<Record<Kind, MediaStreamTrack>>) {
		this.#options = options;
		this.#tracks = { ...tracks };
		this.#build();
		if (options.polite) this.#first = setTimeout(() => this.#begin(), FIRST_OFFER_MS);
		else this.#begin();
	}

	get connection(): RTCPeerConnection {
		return this.#connection;
	}

	/** Replaces what is sent; null sends nothing of that kind. No renegotiation once the kind has been sent. */
	async setTrack(kind: Kind, track: MediaStreamTrack | null): Promise<void> {
		if (track) this.#tracks[kind] = track;
		else delete this.#tracks[kind];
		const transceiver = this.#connection.getTransceivers().find((one) => one.receiver.track.kind === kind);
		await transceiver?.sender.replaceTrack(track);
	}

	receiveDescription(description: RTCSessionDescriptionInit): Promise<void> {
		return this.#enqueue(() => this.#takeDescription(description));
	}

	receiveCandidate(candidate: RTCIceCandidateInit): Promise<void> {
		return this.#enqueue(() => this.#takeCandidate(candidate));
	}

	/** Begins again with a new connection, unless this one works. */
	rebuild(): void {
		if (this.#closed || this.#connection.connectionState === 'connected') return;
		this.#connection.close();
		this.#build();
		this.#begin();
	}

	/** Says again what the other side may have missed while the relay was away. */
	renew(): void {
		const connection = this.#connection;
		if (connection.signalingState === 'have-local-offer' && connection.localDescription) {
			this.#options.sendDescription(connection.localDescription);
		} else if (!this.#options.polite && LOST.includes(connection.connectionState)) this.rebuild();
	}

	close(): void {
		this.#closed = true;
		clearTimeout(this.#first);
		clearTimeout(this.#stuck);
		this.#connection.close();
	}

	#build(): void {
		const connection = new RTCPeerConnection({ iceServers: this.#options.iceServers, bundlePolicy: 'max-bundle' });
		this.#connection = connection;
		this.#remote = new MediaStream();
		this.#remoteSession = null;
		this.#ignoringOffer = false;
		this.#makingOffer = false;
		connection.onnegotiationneeded = () => void this.#offer(connection);
		connection.onicecandidate = ({ candidate }) => {
			if (connection === this.#connection) this.#options.sendCandidate(candidate);
		};
		connection.ontrack = ({ track }) => {
			if (connection !== this.#connection) return;
			for (const old of this.#remote.getTracks()) if (old.kind === track.kind) this.#remote.removeTrack(old);
			this.#remote.addTrack(track);
			this.#options.onremote(this.#remote);
		};
		connection.onconnectionstatechange = () => {
			if (connection !== this.#connection || this.#closed) return;
			this.#watch();
			this.#options.onstate(connection.connectionState);
			if (connection.connectionState === 'failed' && !this.#options.polite) this.rebuild();
		};
		this.#watch();
	}

	/** Makes a place for each kind, also for what is not sent yet: a camera found later needs no new negotiation. */
	#begin(): void {
		if (this.#closed || this.#connection.remoteDescription || this.#connection.getTransceivers().length) return;
		for (const kind of ['audio', 'video'] as const) {
			this.#connection.addTransceiver(this.#tracks[kind] ?? kind, { direction: 'sendrecv' });
		}
	}

	async #offer(connection: RTCPeerConnection): Promise<void> {
		if (connection !== this.#connection || this.#closed) return;
		try {
			this.#makingOffer = true;
			await connection.setLocalDescription();
			if (connection === this.#connection && connection.localDescription) {
				this.#options.sendDescription(connection.localDescription);
			}
		} catch (problem) {
			if (connection.signalingState !== 'closed') console.warn('offer failed', problem);
		} finally {
			this.#makingOffer = false;
		}
	}

	async #takeDescription(description: RTCSessionDescriptionInit): Promise<void> {
		if (this.#closed) return;
		const session = sessionId(description.sdp);
		const changed = this.#remoteSession !== null && session !== this.#remoteSession;
		if (changed && description.type !== 'offer') return;
		// Our own offer gives way whole: rolled back, its places would stay beside those of the other side.
		const givesWay = this.#options.polite && description.type === 'offer' && this.#begunInVain();
		if (changed || givesWay) {
			this.#connection.close();
			this.#build();
		}
		const connection = this.#connection;
		const ready =
			!this.#makingOffer && (connection.signalingState === 'stable' || this.#settingAnswer);
		const collision = description.type === 'offer' && !ready;
		this.#ignoringOffer = !this.#options.polite && collision;
		if (this.#ignoringOffer) return;
		if (description.type === 'answer' && connection.signalingState !== 'have-local-offer') return;
		this.#settingAnswer = description.type === 'answer';
		try {
			await connection.setRemoteDescription(description);
		} finally {
			this.#settingAnswer = false;
		}
		this.#remoteSession = session;
		for (const candidate of this.#waiting.splice(0)) await this.#addCandidate(candidate);
		if (description.type === 'offer') {
			this.#adopt(connection);
			await connection.setLocalDescription();
			if (connection.localDescription) this.#options.sendDescription(connection.localDescription);
		}
	}

	#begunInVain(): boolean {
		return !this.#connection.remoteDescription && this.#connection.getTransceivers().length > 0;
	}

	/** The places come from the other side's offer: our tracks go into them. */
	#adopt(connection: RTCPeerConnection): void {
		for (const transceiver of connection.getTransceivers()) {
			if (transceiver.currentDirection === 'stopped') continue;
			transceiver.direction = 'sendrecv';
			const track = this.#tracks[transceiver.receiver.track.kind as Kind];
			if (track && transceiver.sender.track !== track) void transceiver.sender.replaceTrack(track);
		}
	}

	async #takeCandidate(candidate: RTCIceCandidateInit): Promise<void> {
		if (this.#closed) return;
		if (!this.#connection.remoteDescription) {
			this.#waiting.push(candidate);
			return;
		}
		await this.#addCandidate(candidate);
	}

	async #addCandidate(candidate: RTCIceCandidateInit): Promise<void> {
		try {
			await this.#connection.addIceCandidate(candidate);
		} catch (problem) {
			// Candidates of an ignored offer or of a connection that is gone fit nothing here.
			if (!this.#ignoringOffer) console.debug('candidate not taken', problem);
		}
	}

	/** A description lost on the way would leave both sides waiting; the impolite side then begins again. */
	#watch(): void {
		clearTimeout(this.#stuck);
		if (this.#closed || this.#connection.connectionState === 'connected') return;
		this.#stuck = setTimeout(() => {
			if (this.#closed || this.#connection.connectionState === 'connected') return;
			if (this.#connection.signalingState === 'have-local-offer') this.renew();
			else this.rebuild();
			this.#watch();
		}, this.#options.polite ? STUCK_MS * 1.6 : STUCK_MS);
	}

	#enqueue(work: () => Promise<void>): Promise<void> {
		this.#queue = this.#queue.then(work).catch((problem: unknown) => {
			if (!this.#closed) console.warn('negotiation step failed', problem);
		});
		return this.#queue;
	}
}
