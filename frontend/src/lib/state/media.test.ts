import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LocalMedia } from './media.svelte.ts';

interface Device {
	deviceId: string;
	kind: MediaDeviceKind;
	facingMode?: 'user' | 'environment';
}

class Track {
	readyState = 'live';
	enabled = true;
	device: Device;

	constructor(device: Device) {
		this.device = device;
	}

	getSettings() {
		const { deviceId, facingMode } = this.device;
		return { deviceId, ...(facingMode ? { facingMode } : {}) };
	}

	stop() {
		this.readyState = 'ended';
	}
}

const FRONT: Device = { deviceId: 'front', kind: 'videoinput', facingMode: 'user' };
const REAR: Device = { deviceId: 'rear', kind: 'videoinput', facingMode: 'environment' };
const HEADSET: Device = { deviceId: 'headset', kind: 'audioinput' };
const BUILT_IN: Device = { deviceId: 'built-in', kind: 'audioinput' };

/** Devices of a phone: one camera at a time, and the others are refused meanwhile. */
class Devices extends EventTarget {
	opened: Track[] = [];
	all: Device[];

	constructor(all: Device[]) {
		super();
		this.all = all;
	}

	get live(): string[] {
		return this.opened.filter((track) => track.readyState === 'live').map((track) => track.device.deviceId);
	}

	enumerateDevices = async () => this.all;

	getUserMedia = async ({ audio, video }: MediaStreamConstraints) => {
		await new Promise((done) => setTimeout(done));
		const tracks: Track[] = [];
		if (audio) tracks.push(this.#make('audioinput', audio));
		if (video) tracks.push(this.#make('videoinput', video));
		this.opened.push(...tracks);
		const of = (kind: MediaDeviceKind) => tracks.filter((track) => track.device.kind === kind);
		return { getAudioTracks: () => of('audioinput'), getVideoTracks: () => of('videoinput') };
	};

	#make(kind: MediaDeviceKind, wanted: boolean | MediaTrackConstraints): Track {
		const { deviceId, facingMode } = wanted as { deviceId?: { exact: string }; facingMode?: string };
		const fits = (device: Device) => (deviceId ? device.deviceId === deviceId.exact : !facingMode || device.facingMode === facingMode);
		const ofKind = this.all.filter((device) => device.kind === kind);
		const found = ofKind.find(fits) ?? (deviceId ? undefined : ofKind[0]);
		if (!found) throw Object.assign(new Error(), { name: 'NotFoundError' });
		if (kind === 'videoinput' && this.live.some((id) => ofKind.some((device) => device.deviceId === id))) {
			throw Object.assign(new Error(), { name: 'NotReadableError' });
		}
		return new Track(found);
	}
}

async function opened(all: Device[]): Promise<{ devices: Devices; media: LocalMedia; changes: string[] }> {
	const devices = new Devices(all);
	vi.stubGlobal('navigator', { mediaDevices: devices });
	const media = new LocalMedia();
	const changes: string[] = [];
	media.onchange = (what) => changes.push(what);
	await media.open();
	return { devices, media, changes };
}

beforeEach(() => {
	const kept = new Map<string, string>();
	vi.stubGlobal('localStorage', {
		getItem: (key: string) => kept.get(key) ?? null,
		setItem: (key: string, value: string) => kept.set(key, value)
	});
	return () => vi.unstubAllGlobals();
});

describe('another camera', () => {
	it('is the one that looks the other way, and back, one open at a time', async () => {
		const { devices, media, changes } = await opened([FRONT, REAR, HEADSET]);
		expect(media.shown).toEqual({ microphone: true, camera: true, facing: 'user' });
		await media.flip();
		expect([media.shown.facing, media.problem, devices.live]).toEqual(['environment', null, ['headset', 'rear']]);
		await media.flip();
		expect([media.shown.facing, media.problem, devices.live]).toEqual(['user', null, ['headset', 'front']]);
		expect(changes).toEqual(['video', 'video']);
	});

	it('is remembered by the way it looks', async () => {
		const { media } = await opened([FRONT, REAR, HEADSET]);
		await media.flip();
		media.close();
		expect((await opened([FRONT, REAR, HEADSET])).media.shown.facing).toBe('environment');
	});

	it('is the next of the list where none tells which way it looks', async () => {
		const list = ['one', 'two', 'three'].map((deviceId): Device => ({ deviceId, kind: 'videoinput' }));
		const { devices, media } = await opened(list);
		const seen: string[][] = [];
		for (let i = 0; i < 3; i++) {
			await media.flip();
			seen.push(devices.live);
		}
		expect(seen).toEqual([['two'], ['three'], ['one']]);
	});

	it('stays off when one’s own is', async () => {
		const { media } = await opened([FRONT, REAR, HEADSET]);
		media.toggleCamera();
		await media.flip();
		expect([media.video?.enabled, media.shown]).toEqual([false, { microphone: true, camera: false, facing: 'environment' }]);
	});

	it('is asked for twice at once: both are done, and one camera is open', async () => {
		const { devices, media } = await opened([FRONT, REAR, HEADSET]);
		await Promise.all([media.flip(), media.flip()]);
		expect([media.shown.facing, media.problem, devices.live]).toEqual(['user', null, ['headset', 'front']]);
	});
});

describe('devices', () => {
	it('of whoever hangs up while they are changed are let go', async () => {
		const { devices, media } = await opened([FRONT, REAR, HEADSET, BUILT_IN]);
		const changing = [media.flip(), media.chooseMicrophone('built-in')];
		await Promise.resolve();
		media.close();
		await Promise.all(changing);
		expect(devices.live).toEqual([]);
	});

	it('are tried once more, and none is open twice', async () => {
		const { devices, media } = await opened([HEADSET]);
		expect([media.problem, devices.live]).toEqual(['missing', ['headset']]);
		devices.all = [HEADSET, FRONT];
		await media.open();
		expect([media.problem, devices.live]).toEqual([null, ['headset', 'front']]);
	});

	it('that went are replaced by others', async () => {
		const { devices, media } = await opened([FRONT, HEADSET, BUILT_IN]);
		devices.all = [FRONT, BUILT_IN];
		devices.opened[0]?.stop();
		media.audio?.onended?.(new Event('ended'));
		await vi.waitFor(() => expect(devices.live).toEqual(['front', 'built-in']));
	});
});
