import { askToken } from './ask-token.js';
import { eventReader } from './event-stream.js';

/** What the admin API answered instead of what was asked for; the message is the server's. */
export class ApiError extends Error {
  /** HTTP status; 0 when nobody answered. */
  readonly status: number;
  /** Of the closed table in `src/errors.ts`; `undefined` when somebody else answered. */
  readonly code: string | undefined;

  constructor(
    status: number,
    message: string,
    options: ErrorOptions & { readonly code?: string | undefined } = {},
  ) {
    super(message, options);
    this.name = 'ApiError';
    this.status = status;
    this.code = options.code;
  }
}

const TOKEN_KEY = 'dragoman-token';
/** Pauses before a stream that ended is opened anew, in milliseconds; the last one repeats. */
const PAUSES = [500, 1000, 2000, 5000];

/**
 * Asks the admin API for JSON. Where it wants a token, the reader is asked for one, which is kept until the tab closes.
 *
 * @throws {ApiError} for any status but 2xx, and when nobody answers
 */
export async function fetchJson(path: string, init: RequestInit = {}): Promise<unknown> {
  const response = await fetchWithToken(path, init);
  return response.json();
}

export interface EventListeners {
  readonly onEvent: (data: unknown) => void;
  /** Called when the stream opens, and when it is lost, which is tried again. */
  readonly onState: (isOpen: boolean) => void;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Listens to server-sent events of the admin API until the signal. By `fetch`, since `EventSource` sends no token.
 *
 * @throws {ApiError} when the server refuses
 */
export async function listenToEvents(path: string, listeners: EventListeners): Promise<void> {
  const { signal, onState } = listeners;
  for (let failures = 0; !signal.aborted; failures += 1) {
    try {
      const response = await fetchWithToken(path, { signal, headers: { accept: 'text/event-stream' } });
      onState(true);
      failures = 0;
      await readEvents(response, listeners);
    } catch (error) {
      if (error instanceof ApiError && error.status >= 400 && error.status < 500) throw error;
    }
    if (isAborted(signal)) return;
    onState(false);
    await pause(PAUSES[Math.min(failures, PAUSES.length - 1)] ?? 0, signal);
  }
}

async function readEvents({ body }: Response, { onEvent }: EventListeners): Promise<void> {
  if (body === null) return;
  const read = eventReader();
  const decoder = new TextDecoder();
  const reader = body.getReader();
  for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
    for (const data of read(decoder.decode(piece.value, { stream: true }))) onEvent(JSON.parse(data));
  }
}

async function fetchWithToken(path: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const token = sessionStorage.getItem(TOKEN_KEY);
    const response = await fetchOnce(path, init, token);
    if (response.ok) return response;
    const { message, code } = await problemOf(response);
    if (response.status !== 401) throw new ApiError(response.status, message, { code });
    const wrong = token !== null && sessionStorage.getItem(TOKEN_KEY) === token;
    if (wrong) sessionStorage.removeItem(TOKEN_KEY);
    if (sessionStorage.getItem(TOKEN_KEY) !== null) continue;
    const given = await askToken(wrong ? message : undefined);
    if (given === undefined) throw new ApiError(401, message);
    sessionStorage.setItem(TOKEN_KEY, given);
  }
}

async function fetchOnce(path: string, init: RequestInit, token: string | null): Promise<Response> {
  const headers = new Headers(init.headers);
  if (token !== null) headers.set('authorization', `Bearer ${token}`);
  try {
    return await fetch(path, { ...init, headers });
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ApiError(0, 'Dragoman does not answer on its admin port.', { cause: error });
  }
}

/** The API says `{"error": {"message"}}` or `{"error": "message"}`; what stands before it may say anything. */
async function problemOf(
  response: Response,
): Promise<{ readonly message: string; readonly code: string | undefined }> {
  const text = await response.text();
  try {
    const { error } = JSON.parse(text) as { error?: string | { message?: string; code?: string } };
    const { message, code } = typeof error === 'string' ? { message: error } : (error ?? {});
    if (message !== undefined) return { message, code };
  } catch {
    // No JSON: the status must do.
  }
  const message = `The admin port answered ${response.status} ${response.statusText}`.trim() + '.';
  return { message, code: undefined };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

/** A function, so that the compiler does not hold the loop's earlier look for still true. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}
