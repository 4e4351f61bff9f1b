/** The English texts. */
import type { Messages } from '../ru/index.ts';
import { common } from './common.ts';
import { market } from './market.ts';
import { account } from './account.ts';
import { call } from './call.ts';
import { record } from './record.ts';
import { watch } from './watch.ts';
import { deals } from './deals.ts';

export const messages: Messages = { ...common, ...market, ...account, ...call, ...record, ...watch, ...deals };
