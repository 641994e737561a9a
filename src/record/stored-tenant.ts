import { createHash } from 'node:crypto';
import { startOfText } from '../request/cut-text.js';

/** Longest tenant that is kept as it is, in UTF-16 units. */
const MAX_TENANT_CHARS = 256;
const KEPT_CHARS = 200;
const HASH_DIGITS = 16;
const SHORTENED = /…#[\da-f]{16}$/;

/**
 * The name under which a tenant is kept, by which two are told apart: a longer one is its first 200 units, `…#` and the first
 * 16 hexadecimal digits of its SHA-256. `null` without a tenant.
 */
export function storedTenant(tenant: string | undefined): string | null {
  if (tenant === undefined) return null;
  // Also one that looks shortened, or a tenant could take the name that another is kept under.
  if (tenant.length <= MAX_TENANT_CHARS && !SHORTENED.test(tenant)) return tenant;
  const hash = createHash('sha256').update(tenant).digest('hex').slice(0, HASH_DIGITS);
  return `${startOfText(tenant, KEPT_CHARS)}…#${hash}`;
}
