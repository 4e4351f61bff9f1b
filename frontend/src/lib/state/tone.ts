/** The ring's tone. Browsers let a page sound only after a press, so any earlier press unlocks it. */

let context: AudioContext | null = null;

/** To be called from a press or a key; harmless when repeated. */
export function unlockSound(): void {
	try {
		context ??= new AudioContext();
		if (context.state === 'suspended') void context.resume();
	} catch {
		// No sound here: the title, the picture and the vibration still tell.
	}
}

function note(start: number, frequency: number, seconds: number, loudness: number): void {
	if (!context) return;
	const tone = new OscillatorNode(context, { frequency, type: 'sine' });
	const volume = new GainNode(context, { gain: 0 });
	tone.connect(volume).connect(context.destination);
	volume.gain.setValueAtTime(0, start);
	volume.gain.linearRampToValueAtTime(loudness, start + 0.03);
	volume.gain.setValueAtTime(loudness, start + seconds - 0.08);
	volume.gain.linearRampToValueAtTime(0, start + seconds);
	tone.start(start);
	tone.stop(start + seconds);
}

function incoming(now: number): void {
	for (const [offset, frequency] of [
		[0, 659.3],
		[0.22, 784],
		[0.44, 987.8],
		[0.9, 784],
		[1.12, 987.8]
	] as const) {
		note(now + offset, frequency, 0.2, 0.12);
	}
}

function outgoing(now: number): void {
	note(now, 425, 1, 0.05);
}

/** Rings until the returned function is called. */
export function startTone(kind: 'incoming' | 'outgoing'): () => void {
	const play = () => {
		if (context?.state === 'running') (kind === 'incoming' ? incoming : outgoing)(context.currentTime + 0.02);
		// Like sound, it is only for pages that were pressed before.
		if (kind === 'incoming' && navigator.userActivation?.hasBeenActive) navigator.vibrate?.([300, 150, 300]);
	};
	play();
	const timer = setInterval(play, kind === 'incoming' ? 2_400 : 4_000);
	return () => {
		clearInterval(timer);
		if (kind === 'incoming' && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(0);
	};
}
