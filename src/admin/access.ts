import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { BlockList, isIP } from 'node:net';
import { DragomanError, fail, ok, type Result } from '../errors.js';

/** Who may ask the admin port. */
export interface Access {
  /** Whether only this machine can reach it. */
  readonly isLoopback: boolean;
  /** What must be sent as a bearer token, on loopback too; `undefined` when none is set. */
  readonly token: string | undefined;
}

/**
 * The token as it is set; empty is none.
 *
 * @throws {DragomanError} `usage` for one that no header can carry, such as with the line break of the file it was read from:
 *   nobody could ever send it
 */
export function readToken(value: string | undefined): string | undefined {
  if (value === undefined || value === '') return undefined;
  const at = value.search(/[^\x21-\x7e]/);
  if (at < 0) return value;
  throw new DragomanError(
    'usage',
    `DRAGOMAN_ADMIN_TOKEN: character ${at + 1} is a space, a line break, a control character or not ASCII; no client can send it.`,
  );
}

/**
 * Whether a request may be answered. Where a token is set, what is not open needs it. Without one only loopback is answered, and
 * the name that was asked for must be a loopback one, because a web page can let any other point there (DNS rebinding), and no
 * page of another site may ask.
 *
 * @param isOpen whether the endpoint is answered without a token
 */
export function checkAccess(
  access: Access,
  headers: IncomingHttpHeaders,
  isOpen: boolean,
): Result<undefined> {
  if (access.token !== undefined && !isOpen) return checkToken(access.token, headers);
  if (access.isLoopback) return checkLoopback(headers);
  if (isOpen) return ok(undefined);
  const why = 'The admin port can be reached from other machines, so this needs a token, and none is set.';
  return fail(
    'token_unset',
    `${why} Start Dragoman with DRAGOMAN_ADMIN_TOKEN, or with --admin on 127.0.0.1.`,
  );
}

function checkToken(token: string, headers: IncomingHttpHeaders): Result<undefined> {
  const [, sent] = /^Bearer +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  if (sent !== undefined && isEqual(sent, token)) return ok(undefined);
  const found = sent === undefined ? 'No token was sent' : 'The token is another one';
  return fail(
    'token_invalid',
    `${found}; send "authorization: Bearer" with the value of DRAGOMAN_ADMIN_TOKEN.`,
  );
}

function checkLoopback(headers: IncomingHttpHeaders): Result<undefined> {
  const { host = '' } = headers;
  if (!isLoopbackHost(hostOf(host))) {
    return fail(
      'host_forbidden',
      `"${host.slice(0, 100)}" is no loopback name; ask for 127.0.0.1 or localhost.`,
    );
  }
  const site = headers['sec-fetch-site'];
  const isForeign = site === 'cross-site' || site === 'same-site';
  if (!isForeign || headers['sec-fetch-mode'] === 'navigate') return ok(undefined);
  return fail('host_forbidden', 'The page of another site asked; open the console of this port instead.');
}

/** Without the port, and an IPv6 address without its brackets. */
function hostOf(header: string): string {
  return /^(?:\[([^\]]*)\]|([^:]*))(?::\d+)?$/.exec(header)?.slice(1).find(Boolean) ?? '';
}

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/** @param host an IP address, or a name */
export function isLoopbackHost(host: string): boolean {
  const version = isIP(host);
  if (version === 0) return /^localhost\.?$/i.test(host);
  return LOOPBACK.check(host, version === 4 ? 'ipv4' : 'ipv6');
}

/** In a time that tells nothing of where they differ, or how long the secret is. */
function isEqual(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
