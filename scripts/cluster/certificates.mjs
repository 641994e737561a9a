// The keys of a cluster that lives for an hour: one authority, the API server's certificates, and an administrator's token.
import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetUpError, run } from '../progress.mjs';

const KEY = ['-newkey', 'rsa:2048', '-nodes'];
const NAMES = ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'].map(
  (name) => `DNS:${name}`,
);

/**
 * @param {string} folder made if it is missing; takes `ca`, `apiserver`, `aggregator`, `kubelet-client` and
 *   `service-accounts`, each as `.crt` and `.key` (the last only `.key`), and `tokens.csv`
 * @param {readonly string[]} addresses at which the API server is asked
 * @param {Record<string, string>} env with which openssl is found
 * @returns {Promise<string>} the administrator's token
 * @throws {SetUpError} when openssl fails
 */
export async function makeCertificates(folder, addresses, env) {
  mkdirSync(folder, { recursive: true });
  const openssl = async (...args) => {
    const { code, output } = await run('openssl', args, { cwd: folder, env: { ...process.env, ...env } });
    if (code !== 0) throw new SetUpError(`openssl ${args[0]} failed (exit code ${code}):\n${output}`);
  };
  const sign = async (name, subject, extension) => {
    writeFileSync(join(folder, `${name}.ext`), `${extension}\n`);
    await openssl('req', ...KEY, '-subj', subject, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    const authority = ['-CA', 'ca.crt', '-CAkey', 'ca.key', '-CAcreateserial', '-days', '2'];
    await openssl(
      'x509',
      '-req',
      '-in',
      `${name}.csr`,
      ...authority,
      '-extfile',
      `${name}.ext`,
      '-out',
      `${name}.crt`,
    );
  };
  await openssl(
    'req',
    '-x509',
    ...KEY,
    '-days',
    '2',
    '-subj',
    '/CN=cluster',
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
  );
  const reached = [...NAMES, ...addresses.map((address) => `IP:${address}`)].join(',');
  await sign('apiserver', '/CN=kube-apiserver', `subjectAltName=${reached}`);
  // For what stands behind the API server, such as the metrics server.
  await sign('aggregator', '/CN=aggregator', 'extendedKeyUsage=clientAuth');
  // For logs and exec, which the API server asks of kubelet.
  await sign('kubelet-client', '/O=system:masters/CN=apiserver', 'extendedKeyUsage=clientAuth');
  await openssl('genrsa', '-out', 'service-accounts.key', '2048');
  const token = randomBytes(24).toString('hex');
  writeFileSync(join(folder, 'tokens.csv'), `${token},admin,admin,system:masters\n`, { mode: 0o600 });
  return token;
}
