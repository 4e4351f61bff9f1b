/** Cameras and microphones: which there are, and opening them. */

export type DeviceProblem = 'denied' | 'missing' | 'busy' | 'insecure' | 'unknown';

/** What is wanted. An id of '' is the system's choice, null means none at all. */
export interface Choice {
	camera: string | null;
	microphone: string | null;
	facing: 'user' | 'environment';
}

export interface DeviceLists {
	cameras: MediaDeviceInfo[];
	microphones: MediaDeviceInfo[];
	speakers: MediaDeviceInfo[];
}

const KEY = 'lodbic.devices';

export function rememberedChoice(): Choice {
	const fresh: Choice = { camera: '', microphone: '', facing: 'user' };
	try {
		return { ...fresh, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Choice>) };
	} catch {
		return fresh;
	}
}

export function rememberChoice(choice: Choice): void {
	try {
		localStorage.setItem(KEY, JSON.stringify(choice));
	} catch {
		// The choice then holds for this page.
	}
}

export async function listDevices(): Promise<DeviceLists> {
	const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
	const of = (kind: MediaDeviceKind) => all.filter((device) => device.kind === kind && device.deviceId);
	return { cameras: of('videoinput'), microphones: of('audioinput'), speakers: of('audiooutput') };
}

export function problemOf(error: unknown): DeviceProblem {
	if (!navigator.mediaDevices) return 'insecure';
	const name = error instanceof Error ? error.name : '';
	if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
	if (name === 'NotFoundError' || name === 'OverconstrainedError') return 'missing';
	if (name === 'NotReadableError' || name === 'AbortError') return 'busy';
	return 'unknown';
}

function videoWanted(choice: Choice): MediaTrackConstraints {
	return {
		// What 1 Mbit/s of a recording shows well, and what a phone encodes twice without heating.
		width: { ideal: 960 },
		height: { ideal: 540 },
		frameRate: { ideal: 24, max: 30 },
		...(choice.camera ? { deviceId: { exact: choice.camera } } : { facingMode: choice.facing })
	};
}

function audioWanted(choice: Choice): MediaTrackConstraints {
	return {
		echoCancellation: true,
		noiseSuppression: true,
		autoGainControl: true,
		...(choice.microphone ? { deviceId: { exact: choice.microphone } } : {})
	};
}

const open = (constraints: MediaStreamConstraints) => navigator.mediaDevices.getUserMedia(constraints);

export async function openCamera(choice: Choice): Promise<MediaStreamTrack | null> {
	if (choice.camera === null) return null;
	let stream: MediaStream;
	try {
		stream = await open({ video: videoWanted(choice) });
	} catch (problem) {
		if (!choice.camera || problemOf(problem) !== 'missing') throw problem;
		// The remembered camera is not plugged in today.
		stream = await open({ video: videoWanted({ ...choice, camera: '' }) });
	}
	return stream.getVideoTracks()[0] ?? null;
}

export async function openMicrophone(choice: Choice): Promise<MediaStreamTrack | null> {
	if (choice.microphone === null) return null;
	let stream: MediaStream;
	try {
		stream = await open({ audio: audioWanted(choice) });
	} catch (problem) {
		if (!choice.microphone || problemOf(problem) !== 'missing') throw problem;
		stream = await open({ audio: audioWanted({ ...choice, microphone: '' }) });
	}
	return stream.getAudioTracks()[0] ?? null;
}

/** Opens both with one question to the person where possible. What cannot be had is null, with the first problem. */
export async function openBoth(
	choice: Choice
): Promise<{ video: MediaStreamTrack | null; audio: MediaStreamTrack | null; problem: DeviceProblem | null }> {
	if (!navigator.mediaDevices) return { video: null, audio: null, problem: 'insecure' };
	if (choice.camera !== null && choice.microphone !== null) {
		try {
			const stream = await open({ video: videoWanted(choice), audio: audioWanted(choice) });
			return { video: stream.getVideoTracks()[0] ?? null, audio: stream.getAudioTracks()[0] ?? null, problem: null };
		} catch {
			// One of the two may still be had.
		}
	}
	let problem: DeviceProblem | null = null;
	const attempt = async (opening: Promise<MediaStreamTrack | null>) => {
		try {
			return await opening;
		} catch (error) {
			problem ??= problemOf(error);
			return null;
		}
	};
	const audio = await attempt(openMicrophone(choice));
	const video = await attempt(openCamera(choice));
	return { video, audio, problem };
}

/** Which way the camera looks, as far as the browser tells. */
export function facingOf(track: MediaStreamTrack | null): 'user' | 'environment' | null {
	const facing = track?.getSettings().facingMode;
	return facing === 'user' || facing === 'environment' ? facing : null;
}
