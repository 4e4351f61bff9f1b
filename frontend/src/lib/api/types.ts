/** The REST resources as pages name them. Shapes follow the OpenAPI schema. */

export type Language = 'ru' | 'en';

export interface Me {
	user_id: string;
	login: string;
	email: string;
	name: string;
	about: string;
	city: string;
	language: Language;
	time_zone: string;
	role: string;
	status: 'unconfirmed' | 'active';
	email_confirmed: boolean;
	image_url: string | null;
	created_at: string;
}

export interface Session {
	me: Me | null;
}

export interface Page<Item> {
	items: Item[];
	page: number;
	has_more: boolean;
}

export interface LoginSession {
	id: string;
	device: string;
	address: string;
	created_at: string;
	seen_at: string;
	current: boolean;
}

export interface Person {
	user_id: string;
	name: string;
	about: string;
	city: string;
	image_url: string | null;
	online: boolean;
	seen_at: string | null;
	since: string;
	adverts_count: number;
	blocked_by_me: boolean;
}

export const CATEGORIES = [
	'transport',
	'property',
	'electronics',
	'home',
	'clothes',
	'children',
	'hobby',
	'animals',
	'services',
	'other'
] as const;
export type Category = (typeof CATEGORIES)[number];
export type AdvertState = 'active' | 'sold' | 'hidden';

export interface Picture {
	picture_id: string;
	url: string;
	width: number;
	height: number;
}

export interface Advert {
	advert_id: string;
	title: string;
	description: string;
	category: Category;
	price_minor: number;
	currency: string;
	city: string;
	address: string;
	state: AdvertState;
	created_at: string;
	pictures: Picture[];
	seller: { user_id: string; name: string; image_url: string | null; online: boolean };
	mine: boolean;
}

export type RingState = 'ringing' | 'accepted' | 'declined' | 'cancelled' | 'busy' | 'unanswered';
export type Side = 'caller' | 'callee';
export type WorkState = 'none' | 'waiting' | 'working' | 'ready' | 'failed';

export interface CallSummary {
	call_id: string;
	title: string;
	advert_id: string | null;
	direction: 'outgoing' | 'incoming';
	other: { participant_id: string; name: string; image_url: string | null };
	other_user_id: string | null;
	ring_state: RingState;
	created_at: string;
	start_time: string | null;
	end_time: string | null;
	duration_seconds: number | null;
	missed: boolean;
	has_text: boolean;
	has_video: boolean;
}

export interface Work {
	state: WorkState;
	progress: number;
	code: string | null;
}

export interface RecordState {
	state: 'none' | 'recording' | 'provisional' | 'final';
	revision: number;
	text: Work;
	video: Work;
	tracks: {
		track_id: string;
		side: Side;
		kind: TrackKind;
		state: string;
		began_at: string;
		announced: number;
		stored: number;
	}[];
}

export interface Call extends CallSummary {
	you: { participant_id: string; name: string; side: Side };
	record: RecordState;
}

export interface Ticket {
	ticket: string;
	expires_in: number;
}

export interface CallTicket extends Ticket {
	ice_servers: RTCIceServer[];
}

export type Purpose = 'record' | 'transcribe' | 'fraud_check';
export type Purposes = Record<Purpose, boolean>;

export interface Consents {
	text_version: string;
	texts: { purpose: Purpose; title: string; text: string }[];
	mine: Purposes;
	other: Purposes;
	recording: boolean;
}

export interface ChatLine {
	message_id: string;
	participant_id: string;
	text: string;
	sent_at: string | number;
}

export type TrackKind = 'av' | 'audio';

export interface TrackStart {
	kind: TrackKind;
	mime_type: string;
	began_at_ms: number;
	offset_ms: number;
	uncertainty_ms: number;
}

export interface SliceAnnouncement {
	sequence: number;
	size: number;
	sha256: string;
	duration_ms: number;
}

export interface SlicesAnswer {
	links: { sequence: number; url: string; headers: Record<string, string> }[];
	stored: number[];
	recording: boolean;
}

export type SpokenWord = [text: string, start_ms: number, end_ms: number, confidence: number];

export interface Segment {
	segment_id: string;
	side: Side;
	mine: boolean;
	name: string;
	start_ms: number;
	end_ms: number;
	text: string;
	words: SpokenWord[];
	confidence: number;
	doubtful: boolean;
}

export interface TranscriptPage {
	origin: string | number | null;
	duration_ms: number;
	revision: number;
	items: Segment[];
	has_more: boolean;
}

export interface Links {
	expires_in: number;
	video: string | null;
	vtt: string | null;
	srt: string | null;
	txt: string | null;
	json: string | null;
	downloads: { video: string | null; vtt: string | null; srt: string | null; txt: string | null };
	sound: { side: Side; url: string }[];
}

export interface Found {
	call_id: string;
	title: string;
	other_name: string;
	created_at: string;
	segment_id: string;
	side: Side;
	mine: boolean;
	start_ms: number;
	end_ms: number;
	spoken_at: string;
	excerpt: { text: string; found: boolean }[];
}

export interface FoundPage {
	items: Found[];
	next: string | null;
}

export type ComplaintReason = 'fraud' | 'abuse' | 'fake_advert' | 'spam' | 'other';
