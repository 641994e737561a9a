import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificates {
  /** PEM file of the authority that signed the certificate. */
  readonly caFile: string;
  readonly cert: string;
  readonly key: string;
}

/** Makes an authority and a certificate for `names` (such as `DNS:models.test`), valid for a day. */
export function makeCertificates(directory: string, names: readonly string[]): Certificates {
  const file = (name: string): string => join(directory, name);
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  };
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  writeFileSync(file('extensions'), `subjectAltName=${names.join(',')}\nextendedKeyUsage=serverAuth\n`);
  openssl(
    'req',
    '-x509',
    ...newKey,
    ...['-days', '1', '-subj', '/CN=test authority'],
    ...['-keyout', file('ca.key'), '-out', file('ca.pem')],
  );
  openssl(
    'req',
    ...newKey,
    ...['-subj', '/CN=test server', '-keyout', file('server.key'), '-out', file('server.csr')],
  );
  openssl(
    ...['x509', '-req', '-days', '1', '-in', file('server.csr'), '-out', file('server.pem')],
    ...['-CA', file('ca.pem'), '-CAkey', file('ca.key'), '-CAcreateserial', '-extfile', file('extensions')],
  );
  return {
    caFile: file('ca.pem'),
    cert: readFileSync(file('server.pem'), 'utf8'),
    key: readFileSync(file('server.key'), 'utf8'),
  };
}
