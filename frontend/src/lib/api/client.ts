/** The only place that speaks HTTP. Every failure is an `ApiError` with a code to branch on and a message to show. */
import { language } from '#lib/i18n/language.ts';
import { takeEarly } from './early.ts';

export class ApiError extends Error {
	constructor(
		readonly status: number,
		readonly code: string,
		message: string,
		readonly fields: Record<string, string[]> = {},
		readonly retryAfter = 0
	) {
		super(message);
		this.name = 'ApiError';
	}
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Query = Record<string, string | number | undefined | null>;

const GET_TRIES = 3;
const TIMEOUT_MS = 20_000;
const OFFLINE = {
	ru: 'Нет связи с сервером. Проверьте интернет и повторите.',
	en: 'The server cannot be reached. Check your connection and try again.'
};
const BROKEN = {
	ru: 'Сервер не смог ответить. Повторите через минуту.',
	en: 'The server could not answer. Try again in a minute.'
};

let onUnauthenticated: () => void = () => {};

/** Calls `handler` when the server no longer knows the session. */
export function whenUnauthenticated(handler: () => void): void {
	onUnauthenticated = handler;
}

function csrfToken(): string {
	return /(?:^|;\s*)lodbic_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? '';
}

function address(path: string, query?: Query): string {
	const search = new URLSearchParams();
	for (const [name, value] of Object.entries(query ?? {})) {
		if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
	}
	const text = search.toString();
	return `/api/${path}${text ? `?${text}` : ''}`;
}

async function send(method: Method, url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
	const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': language() };
	if (method !== 'GET') headers['X-CSRFToken'] = csrfToken();
	let payload: BodyInit | undefined;
	if (body instanceof FormData) payload = body;
	else if (body !== undefined) {
		headers['Content-Type'] = 'application/json';
		payload = JSON.stringify(body);
	}
	const limit = body instanceof FormData ? AbortSignal.timeout(120_000) : AbortSignal.timeout(TIMEOUT_MS);
	return fetch(url, {
		method,
		headers,
		body: payload,
		credentials: 'same-origin',
		signal: signal ? AbortSignal.any([signal, limit]) : limit
	});
}

const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));

async function sendAgain(method: Method, url: string, body: unknown, signal?: AbortSignal): Promise<Response> {
	const tries = method === 'GET' ? GET_TRIES : 1;
	const early = method === 'GET' ? await takeEarly(url) : null;
	if (early) return early;
	for (let attempt = 1; ; attempt++) {
		try {
			const response = await send(method, url, body, signal);
			if (attempt < tries && (response.status === 502 || response.status === 503)) {
				await wait(400 * attempt);
				continue;
			}
			return response;
		} catch (problem) {
			if (signal?.aborted) throw problem;
			if (attempt >= tries) throw new ApiError(0, 'offline', OFFLINE[language()]);
			await wait(400 * attempt);
		}
	}
}

async function readError(response: Response): Promise<ApiError> {
	const retryAfter = Number(response.headers.get('Retry-After')) || 0;
	try {
		const body = (await response.json()) as { code?: string; message?: string; fields?: Record<string, string[]> };
		if (body.code) {
			return new ApiError(response.status, body.code, body.message ?? '', body.fields ?? {}, retryAfter);
		}
	} catch {
		// Not our API's answer: something between us broke.
	}
	return new ApiError(response.status, 'broken', BROKEN[language()], {}, retryAfter);
}

interface Options {
	query?: Query;
	body?: unknown;
	signal?: AbortSignal;
}

async function answerTo(method: Method, path: string, options: Options): Promise<Response> {
	if (method !== 'GET' && !csrfToken()) await sendAgain('GET', address('session/'), undefined);
	const response = await sendAgain(method, address(path, options.query), options.body, options.signal);
	if (!response.ok) {
		const error = await readError(response);
		if (error.status === 401) onUnauthenticated();
		throw error;
	}
	return response;
}

async function request<Answer>(method: Method, path: string, options: Options = {}): Promise<Answer> {
	const response = await answerTo(method, path, options);
	if (response.status === 204) return undefined as Answer;
	return (await response.json()) as Answer;
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal) =>
	request<Answer>('GET', path, { query, signal });
/** A file, by the same rules: an error is one to show, not a file. */
export const getFile = async (path: string, query?: Query): Promise<Blob> => (await answerTo('GET', path, { query })).blob();
export const post = <Answer = void>(path: string, body: unknown = {}, signal?: AbortSignal) =>
	request<Answer>('POST', path, { body, signal });
export const put = <Answer = void>(path: string, body: unknown = {}) => request<Answer>('PUT', path, { body });
export const patch = <Answer = void>(path: string, body: unknown) => request<Answer>('PATCH', path, { body });
export const remove = <Answer = void>(path: string) => request<Answer>('DELETE', path);

/** Puts bytes to a presigned link; the link's signature covers exactly `headers`. Returns the HTTP status. */
export async function putBytes(url: string, headers: Record<string, string>, body: Blob): Promise<number> {
	const response = await fetch(url, {
		method: 'PUT',
		headers,
		body,
		credentials: 'omit',
		signal: AbortSignal.timeout(120_000)
	});
	return response.status;
}
