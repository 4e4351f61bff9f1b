/** Locks that keep two tabs from sending the same thing. They end with their tab, also when it is killed. */

export const uploadLock = (userId: string) => `lodbic-upload-${userId}`;
const trackLock = (localId: string) => `lodbic-track-${localId}`;

/** Does `work` once no other tab (nor another part of this one) is at the track. */
export function holdTrack(localId: string, work: () => Promise<void>, signal?: AbortSignal): Promise<void> {
	return navigator.locks.request(trackLock(localId), signal ? { signal } : {}, work);
}
