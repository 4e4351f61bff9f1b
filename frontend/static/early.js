// Asks for what the page will want while its code is still on the way; src/lib/api/early.ts hands the answers on.
(() => {
	const early = (window.lodbicEarly = {});
	const headers = { Accept: 'application/json', 'Accept-Language': document.documentElement.lang };
	const ask = (address) => {
		early[address] = fetch(address, { headers, signal: AbortSignal.timeout(20_000) });
		early[address].catch(() => {});
	};
	ask('/api/session/');
	const call = /^\/calls\/[\w-]+$/.exec(location.pathname);
	if (!call) return;
	// The text around the asked second, as src/lib/watch/moment.ts reads it and transcript.svelte.ts asks for it.
	const parts = (new URLSearchParams(location.search).get('t') ?? '').split(':').map(Number);
	const makesSense = parts.length <= 3 && parts.every((part) => Number.isFinite(part) && part >= 0);
	const seconds = makesSense ? parts.reduce((sum, part) => sum * 60 + part, 0) : 0;
	const from = Math.max(0, Math.min(86_400_000, Math.round(seconds * 1000)) - 30_000);
	for (const part of ['', 'links/', `transcript/?after_ms=${from}&limit=150`]) ask(`/api${call[0]}/${part}`);
})();
