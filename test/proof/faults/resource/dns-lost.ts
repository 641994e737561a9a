import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { envoyBinary } from '../../../../demo/envoy-binary.js';
import { startStandInModel } from '../../../../demo/stand-in-model.js';
import { poolText } from '../../../support/pool-text.js';
import type { CleanUp } from '../../../support/clean-up.js';
import { checkedRegistry } from '../../load/requests.js';
import type { Fault } from '../fault.js';
import { type NameDeed, type NameServer, startNameServer } from './name-server.js';

const MODELS = ['small', 'medium', 'large'] as const;
/** Longer than Envoy's resolver waits for an answer, and tries again. */
const SECONDS = 15;

export const dnsSilent: Fault = dnsLost(
  'dns-silent',
  'The name server of the models answers nothing any more.',
  'silent',
);

export const dnsWithoutName: Fault = dnsLost(
  'dns-without-names',
  'The name server of the models says that there are no such names.',
  'no such name',
);

function dnsLost(name: string, what: string, deed: NameDeed): Fault {
  let server: NameServer | undefined;
  return {
    ...{ name, what, seconds: SECONDS },
    users: 'Nothing: Envoy keeps the addresses that it has.',
    requires: () => {
      if (process.getuid?.() !== 0) return 'needs root, for port 53 and a resolv.conf of its own';
      return spawnSync('unshare', ['-m', 'true']).status === 0
        ? undefined
        : 'needs mount namespaces (unshare)';
    },
    async prepare(cleanUp) {
      const started = await startNameServer();
      server = started;
      cleanUp.add(() => {
        started.close();
      });
      await replaceResolver(started, cleanUp);
      const models = await Promise.all(
        MODELS.map((size) =>
          startStandInModel({ name: `stand-in/${size}`, behaviour: { delay: 0, gap: 0 } }),
        ),
      );
      for (const model of models) cleanUp.add(() => model.close());
      const pool = MODELS.reduce(
        (text, size, at) =>
          text.replace(`{{${size}}}`, `http://${size}.models.test:${models[at]?.port ?? 0}/v1`),
        poolText(),
      );
      return { models: {}, registry: { ...checkedRegistry(), 'pool.yaml': pool } };
    },
    start: () => {
      if (server === undefined) throw new Error('prepare was not called');
      const lost = server;
      const before = lost.asked;
      lost.deed = deed;
      let asked = 0;
      return Promise.resolve({
        end: () => {
          asked = lost.asked - before;
          lost.deed = 'answer';
          return Promise.resolve();
        },
        seen: () => Promise.resolve(`${asked} questions came meanwhile`),
      });
    },
  };
}

/** Envoy is started, from now on, in a mount namespace whose resolv.conf names our server only. */
async function replaceResolver(server: NameServer, cleanUp: CleanUp): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'dragoman-dns-'));
  const before = process.env['DRAGOMAN_ENVOY'];
  cleanUp.add(() => {
    if (before === undefined) delete process.env['DRAGOMAN_ENVOY'];
    else process.env['DRAGOMAN_ENVOY'] = before;
    rmSync(folder, { recursive: true, force: true });
  });
  const resolver = join(folder, 'resolv.conf');
  writeFileSync(resolver, `nameserver ${server.address}\noptions timeout:1 attempts:1\n`);
  const program = join(folder, 'envoy');
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  const real = await envoyBinary();
  writeFileSync(program, `#!/bin/sh\nexec unshare -m sh -c '${script}' '${resolver}' '${real}' "$@"\n`);
  chmodSync(program, 0o755);
  process.env['DRAGOMAN_ENVOY'] = program;
}
