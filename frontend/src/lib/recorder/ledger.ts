/** The server's ledger of slices, over the API. */
import { get, post, putBytes } from '#lib/api/client.ts';
import type { Session } from '#lib/api/types.ts';
import type { Ledger } from './uploader.ts';

export const ledgerOf = (userId: string): Ledger => ({
	makeTrack: (callId, start) => post(`calls/${callId}/tracks/`, start),
	sendSlices: (trackId, body) => post(`tracks/${trackId}/slices/`, body),
	finish: (trackId, sliceCount) => post(`tracks/${trackId}/finish/`, { slice_count: sliceCount }),
	isOwner: async () => (await get<Session>('session/')).me?.user_id === userId,
	put: putBytes
});
