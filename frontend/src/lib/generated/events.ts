/* Made by scripts/types.mjs from contracts/lodbic_contracts/events.py: change that and run it again. */

/**
 * Why a call is over.
 */
export type EndReason = 'left' | 'lost' | 'never_joined' | 'closed';
/**
 * A ring is open while `ringing`; every other state is final.
 */
export type RingState = 'ringing' | 'accepted' | 'declined' | 'cancelled' | 'busy' | 'unanswered';

/**
 * Something about a call is new for its people: read it again.
 */
export interface CallChanged {
	call_id: string;
	what: 'ended' | 'transcript' | 'sound' | 'video' | 'record' | 'corrections' | 'facts' | 'deal';
}
/**
 * The call is over; nobody can come back into it.
 */
export interface CallEnded {
	call_id: string;
	reason: EndReason;
}
/**
 * A person is not coming, or not coming back, and has no call socket to say so by.
 */
export interface CallLeft {
	call_id: string;
	place: 'lobby' | 'room';
}
/**
 * An ICE candidate for the other side; an empty `candidate` means there are no more.
 */
export interface Candidate {
	candidate: string;
	sdp_mid?: string | null;
	sdp_m_line_index?: number | null;
	username_fragment?: string | null;
}
/**
 * What one person says from `began_at` to `ended_at`.
 *
 * It takes the place of everything of theirs that begins in that time. A `draft` comes while they speak, and may be
 * left out when much is going on.
 */
export interface Caption {
	call_id: string;
	participant_id: string;
	draft: boolean;
	began_at: number;
	ended_at: number;
	/**
	 * @maxItems 100
	 */
	breaths: CaptionBreath[];
}
/**
 * What the person said without a pause. Grey where `doubtful`.
 */
export interface CaptionBreath {
	text: string;
	doubtful: boolean;
	began_at: number;
	ended_at: number;
}
/**
 * Whether this page shows captions. Drafts are made while one of the two does; the other does not hear of it.
 */
export interface CaptionsShown {
	shown: boolean;
}
/**
 * A line of the call's text chat.
 */
export interface ChatMessage {
	call_id: string;
	message_id: string;
	participant_id: string;
	text: string;
	sent_at: number;
}
/**
 * Who consents to what now: read the record's state again. `recording` is true while both let it be recorded.
 */
export interface ConsentChanged {
	call_id: string;
	recording: boolean;
}
/**
 * An SDP offer or answer for the other side (perfect negotiation).
 */
export interface Description {
	type: 'offer' | 'answer' | 'pranswer' | 'rollback';
	sdp: string;
}
/**
 * It was done.
 */
export interface Done {
	ok: true;
}
/**
 * Nothing to say.
 */
export interface Empty {}
/**
 * What went wrong (`code`), what the person can do about it (`message`), and which input is meant (`fields`).
 */
export interface ErrorBody {
	code: string;
	message: string;
	fields?: {
		[k: string]: string[];
	};
}
/**
 * What a person sends at the moment, to be shown to the other side.
 */
export interface MediaState {
	microphone: boolean;
	camera: boolean;
	facing?: ('user' | 'environment') | null;
}
/**
 * A person in the room as the other side sees them.
 */
export interface Participant {
	participant_id: string;
	name: string;
	image_url?: string | null;
	side: 'caller' | 'callee';
	connected: boolean;
	media: MediaState;
}
/**
 * Somebody left for good.
 */
export interface ParticipantLeft {
	participant_id: string;
}
/**
 * Nothing was changed; `error` says why.
 */
export interface Refused {
	ok: false;
	error: ErrorBody;
}
/**
 * A candidate from the other side.
 */
export interface RelayedCandidate {
	sender: string;
	candidate: Candidate;
}
/**
 * A description from the other side.
 */
export interface RelayedDescription {
	sender: string;
	description: Description;
}
/**
 * You came into this call from another page; the server closes this socket next. Do not reconnect.
 */
export interface Replaced {
	call_id: string;
}
/**
 * A ring as one of its two people sees it. `version` grows with each change: older news is dropped.
 */
export interface Ring {
	call_id: string;
	direction: 'incoming' | 'outgoing';
	state: RingState;
	version: number;
	name: string;
	image_url?: string | null;
	title: string;
	expires_at: number;
}
/**
 * Which ring is meant; a ring bears its call's id.
 */
export interface RingAnswer {
	call_id: string;
}
/**
 * The ring as it stands after the request.
 */
export interface RingDone {
	ok: true;
	ring: Ring;
}
/**
 * All rings that are open for this person now; whatever is not in here has stopped.
 */
export interface Rings {
	rings: Ring[];
	missed?: boolean;
}
/**
 * The whole room, sent after joining and after each reconnect. `polite` is your part in perfect negotiation.
 */
export interface Room {
	call_id: string;
	you: string;
	polite: boolean;
	started_at: number | null;
	participants: Participant[];
}
/**
 * The server's clock, for estimating the offset of one's own.
 */
export interface ServerTime {
	ok: true;
	server_time: number;
}
/**
 * The login behind this socket is over; the server closes the socket next.
 */
export interface SessionEnded {
	reason: 'logged_out' | 'password_changed' | 'closed' | 'banned';
}

export interface PresenceClientEvents {
	'clock': (payload: Empty, ack: (answer: ServerTime | Refused) => void) => void;
	'ring.accept': (payload: RingAnswer, ack: (answer: RingDone | Refused) => void) => void;
	'ring.decline': (payload: RingAnswer, ack: (answer: RingDone | Refused) => void) => void;
	'ring.cancel': (payload: RingAnswer, ack: (answer: RingDone | Refused) => void) => void;
	'call.leave': (payload: CallLeft, ack: (answer: Done | Refused) => void) => void;
}

export interface PresenceServerEvents {
	'rings': (payload: Rings) => void;
	'ring.changed': (payload: Ring) => void;
	'call.changed': (payload: CallChanged) => void;
	'session.ended': (payload: SessionEnded) => void;
}

export interface CallClientEvents {
	'clock': (payload: Empty, ack: (answer: ServerTime | Refused) => void) => void;
	'description': (payload: Description, ack: (answer: Done | Refused) => void) => void;
	'candidate': (payload: Candidate, ack: (answer: Done | Refused) => void) => void;
	'media': (payload: MediaState, ack: (answer: Done | Refused) => void) => void;
	'captions': (payload: CaptionsShown, ack: (answer: Done | Refused) => void) => void;
	'leave': (payload: Empty, ack: (answer: Done | Refused) => void) => void;
}

export interface CallServerEvents {
	'room': (payload: Room) => void;
	'participant.changed': (payload: Participant) => void;
	'participant.left': (payload: ParticipantLeft) => void;
	'description': (payload: RelayedDescription) => void;
	'candidate': (payload: RelayedCandidate) => void;
	'replaced': (payload: Replaced) => void;
	'call.ended': (payload: CallEnded) => void;
	'consent.changed': (payload: ConsentChanged) => void;
	'chat.message': (payload: ChatMessage) => void;
	'caption': (payload: Caption) => void;
}
