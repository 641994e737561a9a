/**
 * Gets what `npm run compare:peers` compares with, into `.cache/peers`: Portkey's gateway from npm (by its lock file), the command
 * line of vLLM Semantic Router from PyPI (its wheel by checksum), and what LiteLLM's semantic router needs beside LiteLLM.
 * LiteLLM itself comes from fetch-litellm.mjs.
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { requireSha256 } from './checksum.mjs';
import { fetchLitellm } from './fetch-litellm.mjs';
import { root } from './paths.mjs';
import { run, SetUpError, step } from './progress.mjs';

const VLLM_SR = '0.4.0';
const VLLM_SR_SHA256 = 'e027138d61918f9bc357b5918bf366248ce7b4d3aa428c20f9f04030c3a3c4ea';
const PINS = join(root, 'scripts', 'peers');

/**
 * @param {string} cacheDir folder that keeps downloads, such as `.cache`
 * @returns {Promise<Record<string, string>>} environment variables that tell the comparison where its peers are
 * @throws {SetUpError} when one cannot be had
 */
export async function fetchPeers(cacheDir) {
  const folder = resolve(cacheDir, 'peers');
  mkdirSync(folder, { recursive: true });
  const litellm = await fetchLitellm(cacheDir);
  return {
    DRAGOMAN_LITELLM: litellm,
    PEER_SEMANTIC_ROUTER: await fetchSemanticRouter(folder, litellm),
    PEER_VLLM_SR: await fetchVllmSr(folder),
    PEER_PORTKEY: await fetchPortkey(folder),
  };
}

/** A folder of its own, which `PYTHONPATH` adds: LiteLLM's environment stays as its tests know it. */
function fetchSemanticRouter(folder, litellm) {
  const pins = join(PINS, 'semantic-router.requirements.txt');
  return once(folder, 'semantic-router', pins, (into) =>
    must(join(dirname(litellm), 'python'), [
      ...['-m', 'pip', '--disable-pip-version-check', '-q', 'install', '--no-deps', '--only-binary=:all:'],
      ...['--require-hashes', '--target', into, '-r', pins],
    ]),
  );
}

async function fetchVllmSr(folder) {
  const pins = join(PINS, 'vllm-sr.requirements.txt');
  const environment = await once(folder, 'vllm-sr', pins, async (into) => {
    await must('python3', ['-m', 'venv', into]);
    const pip = (...args) =>
      must(join(into, 'bin', 'python'), ['-m', 'pip', '--disable-pip-version-check', '-q', ...args]);
    const work = mkdtempSync(join(folder, 'fetch-'));
    try {
      await pip('download', '--no-deps', '--only-binary=:all:', '--dest', work, `vllm-sr==${VLLM_SR}`);
      const [name] = readdirSync(work);
      requireSha256(join(work, name), VLLM_SR_SHA256, `the download of vllm-sr ${VLLM_SR} is not used.`);
      await pip('install', '--only-binary=:all:', '-c', pins, join(work, name));
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
  return join(environment, 'bin', 'vllm-sr');
}

async function fetchPortkey(folder) {
  const lock = join(PINS, 'portkey', 'package-lock.json');
  const into = await once(folder, 'portkey', lock, async (target) => {
    cpSync(join(PINS, 'portkey'), target, { recursive: true });
    await must('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], target);
  });
  return join(into, 'node_modules', '@portkey-ai', 'gateway');
}

/** Fills the folder `name` anew unless it was filled by the same pins; the stamp says that it is whole. */
async function once(folder, name, pins, fill) {
  const into = join(folder, name);
  const stamp = join(folder, `${name}.stamp`);
  const wanted = readFileSync(pins, 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return into;
  rmSync(stamp, { force: true });
  rmSync(into, { recursive: true, force: true });
  await step(`installing ${name}`, () => fill(into));
  writeFileSync(stamp, wanted);
  return into;
}

async function must(command, args, cwd) {
  const { code, output } = await run(command, args, { cwd });
  if (code !== 0) throw new SetUpError(`${command} ${args.join(' ')} ended with ${code}:\n${output}`);
}
