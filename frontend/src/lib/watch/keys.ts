/** The keys of a player as people know them from others. */
export type Action =
	| { do: 'toggle' | 'mute' | 'full' | 'captions' | 'search' | 'help' }
	| { do: 'skip'; seconds: number }
	| { do: 'louder'; by: number }
	| { do: 'rate'; step: 1 | -1 }
	| { do: 'part'; of: number };

type Key = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey'>;

const NAMED: Record<string, Action> = {
	' ': { do: 'toggle' },
	ArrowLeft: { do: 'skip', seconds: -5 },
	ArrowRight: { do: 'skip', seconds: 5 },
	ArrowUp: { do: 'louder', by: 0.05 },
	ArrowDown: { do: 'louder', by: -0.05 },
	Home: { do: 'part', of: 0 },
	'?': { do: 'help' },
	'/': { do: 'search' },
	'<': { do: 'rate', step: -1 },
	'>': { do: 'rate', step: 1 }
};
// By their place: with a Russian layout these keys give other letters.
const PLACED: Record<string, Action> = {
	KeyK: { do: 'toggle' },
	KeyJ: { do: 'skip', seconds: -10 },
	KeyL: { do: 'skip', seconds: 10 },
	KeyM: { do: 'mute' },
	KeyF: { do: 'full' },
	KeyC: { do: 'captions' },
	Slash: { do: 'search' }
};
const PLACED_SHIFTED: Record<string, Action> = {
	Comma: { do: 'rate', step: -1 },
	Period: { do: 'rate', step: 1 },
	Slash: { do: 'help' }
};

/** What a key asks of the player; null when it is none of its keys. */
export function actionOf(event: Key): Action | null {
	if (event.ctrlKey || event.altKey || event.metaKey) return null;
	const named = NAMED[event.key];
	if (named) return named;
	if (event.shiftKey) return PLACED_SHIFTED[event.code] ?? null;
	if (/^[0-9]$/.test(event.key)) return { do: 'part', of: Number(event.key) / 10 };
	return PLACED[event.code] ?? null;
}

/** Whether what has the focus wants this key for itself. `touched`: what was pressed by hand, and needs no second press. */
export function wantsKey(target: EventTarget | null, key: string, touched: Element | null = null): boolean {
	if (!(target instanceof Element)) return false;
	if (target.closest('input:not([type="range"]), textarea, select, [contenteditable], dialog')) return true;
	if (key === ' ') {
		const own = target.closest('button, a, summary, [role="slider"]');
		return own !== null && own !== touched;
	}
	return key.startsWith('Arrow') && target.closest('[role="tab"], [role="slider"], input') !== null;
}
