import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startChild, type Child } from '../../../../demo/child-process.js';
import { isOk, waitFor } from '../../../../demo/wait-for.js';
import type { Stack } from '../../../support/stack.js';
import type { Fault } from '../fault.js';

export const envoyKilled: Fault = {
  name: 'envoy-killed',
  what: 'SIGKILL to Envoy; the same command starts it again after 2 seconds.',
  users:
    'What was on its way breaks off, and connections are refused until Envoy is back: it is the one process that nobody stands in for. In a cluster the other replicas take the connections.',
  seconds: 2,
  allows: [
    {
      fates: ['lost'],
      when: ({ detail }) => detail === undefined,
      why: 'No Envoy, no answer: these met a connection that was cut or refused.',
    },
    {
      fates: ['wrong'],
      when: ({ detail }) => detail?.startsWith('broke off') === true,
      why: 'Envoy died in the middle of their answer.',
    },
  ],
  start: async (stack) => {
    const [command = '', ...args] = await commandLine(stack.envoy.pid);
    const logs = await mkdtemp(join(tmpdir(), 'dragoman-envoy-'));
    stack.envoy.signal('SIGKILL');
    await stack.envoy.ended;
    let envoy: Child | undefined;
    return {
      replaced: ['Envoy'],
      end: async () => {
        envoy = startChild({ name: 'Envoy', command, args, logFile: join(logs, 'envoy.log') });
        await envoyReady(stack, envoy);
      },
      cleanUp: async () => {
        await envoy?.stop();
        await rm(logs, { recursive: true });
      },
    };
  },
};

async function commandLine(pid: number): Promise<readonly string[]> {
  const text = await readFile(`/proc/${pid}/cmdline`, 'utf8');
  return text.split('\0').slice(0, -1);
}

async function envoyReady(stack: Stack, envoy: Child): Promise<void> {
  await waitFor('Envoy', () => isOk(`${stack.envoyAdmin}/ready`), envoy);
}
