import { spawnSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { readdirSync, readFileSync } from 'node:fs';
import { isOk } from '../../../../demo/wait-for.js';
import type { Fault } from '../fault.js';

const CONNECTIONS = 40;

/** Dragoman may open nothing more: no connection is taken, no file read, nobody asked. */
export const outOfDescriptors: Fault = {
  name: 'out-of-descriptors',
  what: 'Dragoman may open no more descriptors than it has, while 40 clients connect to its admin port.',
  users: 'Nothing: Envoy keeps the connection that it has.',
  requires: () =>
    spawnSync('prlimit', ['--version']).status === 0 ? undefined : 'needs prlimit (of util-linux)',
  start: (stack) => {
    const pid = stack.dragoman().pid;
    const hard = hardLimit(pid);
    limit(pid, readdirSync(`/proc/${pid}/fd`).length, hard);
    const port = Number(new URL(stack.admin).port);
    const sockets: Socket[] = Array.from({ length: CONNECTIONS }, () => connect(port, '127.0.0.1'));
    for (const socket of sockets) socket.on('error', () => undefined);
    let wasWell = false;
    return Promise.resolve({
      async end() {
        wasWell = await isOk(`${stack.admin}/readyz`).catch(() => false);
        limit(pid, hard, hard);
        for (const socket of sockets) socket.destroy();
      },
      async seen() {
        const isWell = await isOk(`${stack.admin}/readyz`).catch(() => false);
        return `/readyz ${wasWell ? 'answered' : 'did not answer'} meanwhile, and ${isWell ? 'answers' : 'does not answer'} after it`;
      },
    });
  },
};

function hardLimit(pid: number): number {
  const limits = readFileSync(`/proc/${pid}/limits`, 'utf8');
  return Number(/^Max open files\s+\d+\s+(\d+)/m.exec(limits)?.[1]);
}

/** The soft one; the hard one stays, so that whoever set it down may set it up again. */
function limit(pid: number, soft: number, hard: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', String(pid), `--nofile=${soft}:${hard}`], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`prlimit: ${stderr}`);
}
