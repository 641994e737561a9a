import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import { join } from 'node:path';
import { loadRegistry } from '../../src/config/load.js';
import type { Encoder } from '../../src/embed/encoder.js';
import type { EncoderManifest } from '../../src/embed/manifest.js';
import { packageRoot } from '../../src/package-root.js';
import { parseRequest } from '../../src/request/parse-request.js';
import { compile } from '../../src/router/compile/compile.js';
import { judge } from '../../src/router/judge.js';
import { loadInstruments } from '../../src/router/compile/load-instruments.js';
import { cpuPerCall } from './cpu-per-call.js';
import type { LongPromptFigure } from './head-figures.js';

const BYTES = 65_536;
const CALLS = 20;

const PARAGRAPH =
  'The night train from the coast was late again because a signal near the old harbour had lost its power.\n\n';

/** Several wishes and something that is not wanted: each is embedded by itself. */
const WISHES =
  'Summarise the text above in three sentences, then list the places that it names. Then write a poem about the harbour, and please do not translate anything.';

/** Judges a request of 64 KB that no rule decides, with a built-in signal measured and the fast head off: the dearest case. */
export async function measureLongPrompt(
  encoder: Encoder,
  manifest: EncoderManifest,
): Promise<LongPromptFigure> {
  const loaded = loadRegistry(join(packageRoot, 'bench/registry'));
  if (!loaded.ok) throw new Error(`bench/registry is not valid: ${loaded.problems[0]?.message ?? ''}`);
  const { policy } = loaded.registry;
  const registry = { ...loaded.registry, policy: { ...policy, fastHead: false } };
  let windows = 0;
  const counting: Encoder = {
    dimensions: encoder.dimensions,
    checksum: encoder.checksum,
    threads: encoder.threads,
    embed: (text) => {
      windows++;
      return encoder.embed(text, 60_000);
    },
    close: () => Promise.resolve(),
  };
  const { instruments } = await loadInstruments(manifest);
  const snapshot = await compile(
    registry,
    { ...instruments, encoder: counting },
    { measure: ['complexity'] },
  );
  const head = { method: 'POST', path: '/v1/chat/completions', headers: new Map<string, string>() };
  const view = parseRequest(head, longBody(), policy.limits);
  if (!view.ok) throw new Error(view.problem.message);
  const tracing = { tracer: trace.getTracer('bench'), context: ROOT_CONTEXT };
  const once = (): Promise<unknown> => judge(view.value, snapshot, {}, tracing);
  windows = 0;
  await once();
  const ofOne = windows;
  return { bytes: BYTES, windows: ofOne, ms: await cpuPerCall(once, CALLS) };
}

function longBody(): Buffer {
  const material = PARAGRAPH.repeat(Math.floor((BYTES - WISHES.length) / PARAGRAPH.length));
  const messages = [{ role: 'user', content: `${material}${WISHES}` }];
  return Buffer.from(JSON.stringify({ messages, model: 'auto' }));
}
