/** That this tab is in a call, kept over a reload: the person then goes straight back in, muted if they were. */

interface Kept {
	muted: boolean;
	cameraOff: boolean;
}

const key = (callId: string) => `lodbic.stay.${callId}`;

export const stay = {
	keep(callId: string, { muted, cameraOff }: Kept): void {
		sessionStorage.setItem(key(callId), JSON.stringify({ muted, cameraOff }));
	},
	read(callId: string): Kept | null {
		const text = sessionStorage.getItem(key(callId));
		return text ? (JSON.parse(text) as Kept) : null;
	},
	forget(callId: string): void {
		sessionStorage.removeItem(key(callId));
	}
};
