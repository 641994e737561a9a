import { DragomanError, fetchReasonOf } from '../../errors.js';

/** The admin port of a running server. */
export interface AdminClient {
  /** Where it is, for messages. */
  readonly shown: string;
  /**
   * Asks for a path with a query.
   * @throws DragomanError `admin_unreachable` for every answer but a success
   */
  get(path: string, signal: AbortSignal): Promise<Response>;
}

/** An answer that will be the same next time. */
export class AdminRefusal extends DragomanError {}

/** @param token `undefined` where none is needed */
export function openAdmin(url: URL, token: string | undefined): AdminClient {
  const shown = url.origin;
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return {
    shown,
    async get(path, signal) {
      const answer = await ask(new URL(path, url), { headers, signal, redirect: 'error' }, shown);
      if (answer.ok) return answer;
      const message = `${shown} answers ${answer.status}${await refusalOf(answer)}`;
      throw answer.status < 500
        ? new AdminRefusal('admin_unreachable', `${message}${adviceOn(answer.status, token)}`)
        : new DragomanError('admin_unreachable', message);
    },
  };
}

async function ask(url: URL, init: RequestInit, shown: string): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new DragomanError(
      'admin_unreachable',
      `${shown} cannot be reached: ${fetchReasonOf(error)}; --admin names the port that dragoman serve --admin opens`,
      { cause: error },
    );
  }
}

async function refusalOf(answer: Response): Promise<string> {
  try {
    const { error } = (await answer.json()) as { readonly error?: { readonly message?: unknown } };
    return typeof error?.message === 'string' ? `: ${error.message.slice(0, 500)}` : '';
  } catch {
    return '';
  }
}

function adviceOn(status: number, token: string | undefined): string {
  if (status === 401) {
    const held = token === undefined ? 'is not set here' : 'is another one here';
    return ` (DRAGOMAN_ADMIN_TOKEN ${held})`;
  }
  return status === 404 ? ' (is this the admin port of dragoman serve?)' : '';
}
