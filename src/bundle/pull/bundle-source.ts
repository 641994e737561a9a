import { fileURLToPath } from 'node:url';
import { DragomanError } from '../../errors.js';

/** Where a bundle's file is kept. */
export type BundleSource =
  | { readonly kind: 'file'; readonly path: string; readonly shown: string }
  | { readonly kind: 'http'; readonly url: URL; readonly shown: string }
  | {
      readonly kind: 'oci';
      /** Base URL of the registry, such as `https://registry.example:5000`. */
      readonly registry: URL;
      readonly repository: string;
      /** A tag, or the digest of a manifest. */
      readonly reference: string;
      readonly shown: string;
    };

const EXPECTED =
  'https://HOST/FILE, http://HOST/FILE, file:///FILE, oci://HOST/REPOSITORY:TAG or oci://HOST/REPOSITORY@sha256:DIGEST';

/** https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const REPOSITORY = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*$/;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Hosts that are this machine. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export function isLoopback({ hostname }: URL): boolean {
  return LOOPBACK.test(hostname);
}

/**
 * Reads where a bundle is kept. A registry on loopback is asked without TLS, as other clients do; any other with it.
 *
 * @param plainHttp whether to ask every registry without TLS
 * @throws DragomanError `usage`; its message holds no password
 */
export function parseBundleSource(text: string, plainHttp: boolean): BundleSource {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(text)?.[1]?.toLowerCase();
  if (scheme === undefined) throw refused(`"${withoutLogin(text)}" is no URL; give ${EXPECTED}`);
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) throw refused(`the ${scheme}: URL of the bundle cannot be read; give ${EXPECTED}`);
  if (url.username !== '' || url.password !== '') {
    throw refused(
      `the ${scheme}: URL of the bundle holds a user or a password, which others can see; set DRAGOMAN_REGISTRY_USER and DRAGOMAN_REGISTRY_PASSWORD instead`,
    );
  }
  if (scheme === 'file') return fileSource(url, text);
  if (scheme === 'http' || scheme === 'https') return { kind: 'http', url, shown: shownOf(url) };
  if (scheme === 'oci') return ociSource(text.slice('oci://'.length), plainHttp);
  throw refused(`no bundle can be pulled from a ${scheme}: URL; give ${EXPECTED}`);
}

function fileSource(url: URL, text: string): BundleSource {
  if (url.host !== '') throw refused(`${text} names a host; give file:///FILE with three strokes`);
  try {
    return { kind: 'file', path: fileURLToPath(url), shown: text };
  } catch {
    throw refused(`${text} names no file: a %2F stands for no stroke in a path; give file:///FILE`);
  }
}

function ociSource(name: string, plainHttp: boolean): BundleSource {
  const shown = `oci://${name}`;
  const slash = name.indexOf('/');
  const host = slash < 0 ? '' : name.slice(0, slash);
  const [path = '', digest] = name.slice(slash + 1).split('@', 2);
  // A tag may stand before a digest, which then counts.
  const [repository = '', tag] = path.split(':', 2);
  const reference = digest ?? tag;
  if (!URL.canParse(`https://${host}`) || host === '' || !REPOSITORY.test(repository)) {
    throw refused(`${shown} names no repository; give oci://HOST/REPOSITORY:TAG, in small letters`);
  }
  if (reference === undefined || !(digest === undefined ? TAG : DIGEST).test(reference)) {
    throw refused(`${shown} names no tag and no digest; write :TAG or @sha256: and 64 digits behind it`);
  }
  const secure = new URL(`https://${host}`);
  const registry = plainHttp || isLoopback(secure) ? new URL(`http://${host}`) : secure;
  return { kind: 'oci', registry, repository, reference, shown };
}

/** A query may hold a signature that opens the door: it is not shown. */
export function shownOf({ origin, pathname }: URL): string {
  return `${origin}${pathname}`;
}

function withoutLogin(text: string): string {
  return text.includes('@') ? text.slice(text.lastIndexOf('@') + 1) : text;
}

function refused(message: string): DragomanError {
  return new DragomanError('usage', message);
}
