/** The REST resources by the names pages use. The shapes are the API's own: see src/lib/generated/api.ts. */
import type { components } from '#lib/generated/api.ts';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Language = Schemas['LanguageEnum'];
export type Session = Schemas['SessionState'];
export type LoginSession = Schemas['Session'];
export type Person = Schemas['Person'];
export type Category = Schemas['CategoryEnum'];
export type Advert = Schemas['Advert'];
export type AdvertState = Schemas['AdvertState'];
export type Picture = Schemas['AdvertPicture'];
export type RingState = Schemas['RingStateEnum'];
export type CallSummary = Schemas['CallSummary'];
export type Ticket = Schemas['Ticket'];
export type CallTicket = Schemas['CallTicket'];
export type Purpose = Schemas['PurposeEnum'];
export type Purposes = Schemas['Given'];
export type Consents = Schemas['Consents'];
export type ChatLine = Schemas['Message'];
export type TrackKind = Schemas['TrackKind'];
export type TrackStart = Schemas['StartTrackRequest'];
export type SliceAnnouncement = Schemas['AnnounceRequest'];
export type SlicesAnswer = Schemas['SlicesAnswer'];
export type Links = Schemas['Links'];
export type ComplaintReason = Schemas['ReasonEnum'];

/** JSON Schema cannot say what stands where in a list: `words` are written out here. */
export type SpokenWord = [text: string, start_ms: number, end_ms: number, confidence: number];
export type Segment = Omit<Schemas['Segment'], 'words'> & { words: SpokenWord[]; corrected?: Corrected | null };
export type TranscriptPage = Omit<Schemas['Transcript'], 'items'> & { items: Segment[] };

/** Any list that comes by pages, numbered from 1. */
export interface Page<Item> {
	items: Item[];
	page: number;
	has_more: boolean;
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
] as const satisfies readonly Category[];

// What the API is about to say itself; taken out as its schema comes to hold it.
export type Call = Schemas['Call'] & { negotiation_id?: string | null; role?: Role };
export interface Corrected {
	text: string;
	name: string;
	mine: boolean;
	created_at: string;
	versions: number;
}
export type Correction = Omit<Corrected, 'versions'>;
export type Role = 'buyer' | 'seller';
export type FactKind = 'item' | 'price' | 'date' | 'time' | 'metro' | 'address' | 'place' | 'phone' | 'link' | 'flag';
export type FactRole = 'asked' | 'offered' | 'agreed' | 'delivery' | 'deposit' | 'other' | '';
export interface Fact {
	fact_id: string | number;
	kind: FactKind;
	role: FactRole;
	value: string;
	amount_minor: number | null;
	currency: string;
	text: string;
	segment_id: number | null;
	mine: boolean;
	name: string;
	start_ms: number;
	end_ms: number;
	confidence: number;
}
export interface Price {
	role: FactRole;
	amount_minor: number;
	currency: string;
	mine: boolean;
	call_id: string;
	start_ms: number;
	said_at: string;
}
export interface Facts {
	ready: boolean;
	items: Fact[];
	prices: Price[];
}
export interface DealFields {
	item: string;
	price_minor: number | null;
	currency: string;
	place: string;
	meet_at: string | null;
	time_zone: string;
}
export type SourceOf = 'item' | 'price' | 'place' | 'meet_at';
export interface Card extends DealFields {
	version: number;
	author: 'call' | 'me' | 'other';
	created_at: string;
	call_id: string | null;
	sources: Partial<Record<SourceOf, { call_id: string; start_ms: number; text: string }>>;
	confirmed: { mine: string | null; other: string | null };
}
export type DealState = 'talking' | 'agreed' | 'met' | 'fell_through';
export interface NegotiationSummary extends DealFields {
	negotiation_id: string;
	advert_id: string | null;
	title: string;
	role: Role;
	other: { name: string; image_url: string | null };
	state: DealState;
	change_pending: boolean;
	prices: Price[];
	next_step: string;
	calls: number;
	last_call_at: string;
	waits_for: '' | 'me' | 'other' | 'both';
}
export interface Negotiation extends NegotiationSummary {
	card: Card | null;
	agreed: Card | null;
	suggestion: DealFields | null;
	call_list: CallSummary[];
	versions: Card[];
	calendar: { ics: string; google: string; yandex: string } | null;
}
export type Found = Schemas['Found'] & { name?: string; before?: string; after?: string };
export interface FoundPage {
	items: Found[];
	next: string | null;
	understood?: { said: string; as: string[] }[];
}
