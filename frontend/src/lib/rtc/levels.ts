/** How loud a microphone is. */

/** How often a level is told. */
export const LEVEL_MS = 80;

/** Calls `hear` every LEVEL_MS with a level from 0 to 1, until the returned function is called. */
export function watchLevel(track: MediaStreamTrack, hear: (level: number) => void): () => void {
	const context = new AudioContext();
	const source = context.createMediaStreamSource(new MediaStream([track]));
	const analyser = new AnalyserNode(context, { fftSize: 512 });
	source.connect(analyser);
	const samples = new Float32Array(analyser.fftSize);
	const timer = setInterval(() => {
		if (context.state === 'suspended') void context.resume();
		analyser.getFloatTimeDomainData(samples);
		let sum = 0;
		for (const sample of samples) sum += sample * sample;
		// −60 dB is silence, −10 dB is as loud as speech gets.
		const decibels = 10 * Math.log10(sum / samples.length + 1e-9);
		hear(track.enabled ? Math.min(1, Math.max(0, (decibels + 60) / 50)) : 0);
	}, LEVEL_MS);
	return () => {
		clearInterval(timer);
		source.disconnect();
		void context.close();
	};
}
