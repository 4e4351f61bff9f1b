/** What a recording leaves on the device until the server has confirmed it. */
import type { TrackStart } from '#lib/api/types.ts';
import type { Place } from './slicer.ts';

/** All that is needed to send a track, also on a later visit. */
export interface TrackNote extends TrackStart {
	local_id: string;
	call_id: string;
	/** Null until the server has made the track. */
	track_id: string | null;
	/** Slices below this were confirmed and dropped. */
	confirmed: number;
}

export interface PieceStore {
	/** Writes the note anew. */
	saveNote(note: TrackNote): Promise<void>;
	/** Resolves once the bytes are safe. */
	savePiece(localId: string, place: Place, bytes: Blob): Promise<void>;
	/** Places of all whole pieces, in order. */
	places(localId: string): Promise<Place[]>;
	/** The bytes of a slice. */
	readSlice(localId: string, sequence: number): Promise<Blob>;
	/** Removes a slice from its first part on; see `wholeSlices`. */
	dropSlice(localId: string, sequence: number): Promise<void>;
	notes(): Promise<TrackNote[]>;
	dropTrack(localId: string): Promise<void>;
}

/**
 * Places in order, without what is left of a slice that was being dropped when the browser died: parts are written from the
 * first on and dropped from the first on, so a slice without its first part is one that the server has.
 */
export function wholeSlices(places: Place[]): Place[] {
	const begun = new Set(places.filter((place) => place.part === 0).map((place) => place.sequence));
	return places.filter((place) => begun.has(place.sequence)).sort((a, b) => a.sequence - b.sequence || a.part - b.part);
}

/** The sequences present among places, in order. */
export function sequencesOf(places: Place[]): number[] {
	return [...new Set(places.map((place) => place.sequence))].sort((a, b) => a - b);
}
