/** The bargaining as a line: asked → offered → agreed. */
import type { Price } from '#lib/api/types.ts';

const STEPS = ['asked', 'offered', 'agreed'];
const MOST = 5;

export type Step = Price | 'gap';

/** The steps worth showing, in order: no sums beside the price, nothing said twice in a row, and of a long bargaining its begin and end. */
export function bargainingOf(prices: Price[]): Step[] {
	const steps: Price[] = [];
	for (const price of prices) {
		const last = steps.at(-1);
		if (!STEPS.includes(price.role)) continue;
		if (last && last.role === price.role && last.amount_minor === price.amount_minor && last.currency === price.currency) continue;
		steps.push(price);
	}
	if (steps.length <= MOST) return steps;
	return [steps[0]!, 'gap', ...steps.slice(-(MOST - 2))];
}
