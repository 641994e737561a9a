const TRUST = 'its certificate is signed by nobody we trust; name the authority in NODE_EXTRA_CA_CERTS';

/** What a person can do, by the beginning of the server's answer, or by the code that Node.js gives a failed connection. */
const SAYINGS: readonly (readonly [string, string])[] = [
  ['WRONGPASS', 'user or password are refused; check both'],
  ['ERR AUTH', 'it has no password; leave it out of the URL'],
  ['NOAUTH', 'it asks for a password; put it into the URL'],
  ['NOPERM', 'the user lacks a right; let it GET and SET keys dragoman:*'],
  ['OOM', 'its memory is full; give it "maxmemory-policy allkeys-lru"'],
  ['READONLY', 'it is a replica that only reads; name the primary'],
  ['MISCONF', 'it cannot save to its disk; switch saving off, nothing here needs it'],
  ['LOADING', 'it still loads its data'],
  ['MOVED', 'it is a node of a cluster; name a server of its own'],
  ['ERR max number of clients', 'it has too many connections; raise its maxclients'],
  ['ERR DB index', 'it has no database of that number'],
  ['ECONNREFUSED', 'nobody listens there'],
  ['ENOTFOUND', 'there is no such host; check its name'],
  ['EAI_AGAIN', "the host's name cannot be looked up; check it, and the network"],
  ['SELF_SIGNED_CERT_IN_CHAIN', TRUST],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', TRUST],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', TRUST],
  ['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', TRUST],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'its certificate is for another host'],
  ['ERR_SSL', 'it does not speak TLS as the URL says; check the scheme and the port'],
];

/** One line on why the server is not there, or took nothing. @param shown its URL without the password */
export function describeRedisFault(error: unknown, shown: string): string {
  const { code, message } = partsOf(error);
  const advice = SAYINGS.find(([start]) => code.startsWith(start) || message.startsWith(start))?.[1];
  const says = [advice, message].filter((text) => text !== undefined && text !== '').join(': ');
  return `${shown}: ${says}`;
}

/** A failed connection to each address of a host is one error of many. */
function partsOf(error: unknown): { readonly code: string; readonly message: string } {
  const one = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  if (!(one instanceof Error)) return { code: '', message: String(one) };
  const code = 'code' in one ? String(one.code) : '';
  return { code, message: one.message === '' ? code : one.message };
}
