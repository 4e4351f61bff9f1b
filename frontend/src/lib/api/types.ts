/** The REST resources by the names pages use. The shapes are the API's own: see src/lib/generated/api.ts. */
import type { components, operations } from '#lib/generated/api.ts';

type Schemas = components['schemas'];

export type Me = Schemas['Me'];
export type Language = Schemas['LanguageEnum'];
export type Session = Schemas['SessionState'];
export type LoginSession = Schemas['Session'];
export type Person = Schemas['Person'];
export type CallBlock = Schemas['CallBlock'];
export type Category = Schemas['CategoryEnum'];
export type Advert = Schemas['Advert'];
export type AdvertState = Schemas['AdvertState'];
export type Picture = Schemas['AdvertPicture'];
export type RingState = Schemas['RingStateEnum'];
export type CallSummary = Schemas['CallSummary'];
export type Call = Schemas['Call'];
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
export type Correction = Schemas['Version'];
export type Corrections = Schemas['Versions'];
export type Found = Schemas['Found'];
export type FoundPage = Schemas['SearchAnswer'];
export type SearchQuery = NonNullable<operations['search']['parameters']['query']>;
export type Understood = Schemas['Understood'];
export type Fact = Schemas['Fact'];
export type FactKind = Schemas['FactKindEnum'];
export type Facts = Schemas['Facts'];
export type Price = Schemas['Price'];
export type DealFields = Schemas['DealFields'];
export type DealRole = Schemas['DealRole'];
export type DealState = Schemas['NegotiationState'];
export type Card = Schemas['Card'];
export type Source = Schemas['Source'];
export type Negotiation = Schemas['Negotiation'];
export type Feed = Schemas['Feed'];
export type ComplaintReason = Schemas['ReasonEnum'];

/** JSON Schema cannot say what stands where in a list: `words` are written out here. */
export type SpokenWord = [text: string, start_ms: number, end_ms: number, confidence: number];
export type Segment = Omit<Schemas['Segment'], 'words'> & { words: SpokenWord[] };
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

/** Where a sum stands in the bargaining; empty for what is no price. */
export type FactRole = 'asked' | 'offered' | 'agreed' | 'delivery' | 'deposit' | 'other';
/** The parts of a deal that a call can be the source of. */
export type SourceOf = 'item' | 'price' | 'place' | 'meet_at';
/** The schema leaves the empty choice out. */
export type NegotiationSummary = Omit<Schemas['NegotiationSummary'], 'waits_for'> & { waits_for: '' | Schemas['WaitsForEnum'] };
