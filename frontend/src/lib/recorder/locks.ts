/** Locks that keep two tabs from sending the same thing. They end with their tab, also when it is killed. */

export const uploadLock = (userId: string) => `lodbic-upload-${userId}`;
const trackLock = (localId: string) => `lodbic-track-${localId}`;

/** Does `work` while this tab is the one that sends the track. */
export function holdTrack(localId: string, work: () => Promise<void>): Promise<void> {
	return navigator.locks.request(trackLock(localId), work);
}

/** The same, unless another tab is at it; false then. */
export function tryTrack(localId: string, work: () => Promise<void>): Promise<boolean> {
	return navigator.locks.request(trackLock(localId), { ifAvailable: true }, async (lock) => {
		if (lock) await work();
		return lock !== null;
	});
}
