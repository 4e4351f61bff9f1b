/** The Russian texts: the ones that others are measured by. */
import { common } from './common.ts';
import { market } from './market.ts';
import { account } from './account.ts';
import { call } from './call.ts';
import { record } from './record.ts';
import { watch } from './watch.ts';
import { deals } from './deals.ts';

export const messages = { ...common, ...market, ...account, ...call, ...record, ...watch, ...deals };

export type Messages = typeof messages;
