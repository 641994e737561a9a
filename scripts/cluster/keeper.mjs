/**
 * Keeps one cluster, and takes all of it away.  node keeper.mjs STATE
 * Starts what the plan in the state folder asks for, then follows the lines of its standard input: `stop NAME` and
 * `start NAME` of a part. When that input ends, for whoever wrote to it stopped or crashed, the cluster ends, and the
 * state folder goes. Answers on its standard output, a JSON object a line: `{event: 'up'}`, `{event: 'failed', reason}`,
 * `{event: 'done', line}`.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeGroup, removeGroup } from './control-groups.mjs';
import { filesIn } from './layout.mjs';
import { openNamespaces, tied } from './namespaces.mjs';
import { createParts } from './running-parts.mjs';
import { partsOf } from './parts.mjs';

const state = process.argv[2];
const files = filesIn(state);
const plan = JSON.parse(readFileSync(files.plan, 'utf8'));
const group = `dragoman-${basename(state)}`;

async function main() {
  mkdirSync(files.logs, { recursive: true });
  writeFileSync(files.keeper, `${process.pid}`);
  const closing = new AbortController();
  let namespaces;
  let parts;
  const asked = createInterface({ input: process.stdin });
  const inputEnded = new Promise((resolve) => asked.once('close', resolve)).then(() => closing.abort());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => asked.close());
  try {
    namespaces = plan.tier === 'node' ? await openNode() : undefined;
    parts = createParts({
      enter: namespaces?.enter ?? tied,
      env: plan.env,
      logs: files.logs,
      signal: closing.signal,
    });
    for (const part of partsOf(plan)) await parts.start(part);
    asked.on('line', (line) => void follow(line, parts));
    say({ event: 'up', enter: namespaces?.enter ?? [] });
  } catch (error) {
    say({ event: 'failed', reason: error.message });
  }
  await Promise.race([inputEnded, namespaces?.ended ?? inputEnded]);
  parts?.end();
  namespaces?.end();
  await Promise.all([parts?.ended(), namespaces?.ended]);
  await removeGroup(group);
  rmSync(state, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  process.stdin.destroy();
}

function openNode() {
  return openNamespaces(state, plan.env, makeGroup(group), join(files.logs, 'namespaces.log'));
}

async function follow(line, parts) {
  const [verb, name] = line.split(' ');
  const part = partsOf(plan).find((known) => known.name === name);
  try {
    if (part === undefined) throw new Error(`there is no part ${name}`);
    await (verb === 'stop' ? parts.stop(part) : parts.start(part));
    say({ event: 'done', line });
  } catch (error) {
    say({ event: 'failed', reason: error.message, line });
  }
}

function say(message) {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

// Whoever started this may be gone before its last line is written.
process.stdout.on('error', () => undefined);
await main();
