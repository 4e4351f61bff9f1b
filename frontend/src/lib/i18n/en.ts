import type { Messages } from './ru.ts';
import { messages as ru } from './ru.ts';

export const messages: Messages = ru;
