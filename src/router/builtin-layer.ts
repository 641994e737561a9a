import type { RequestView } from '../request/request-view.js';
import type { BuiltinSignal, Labelled } from '../signals/builtin.js';
import { isHeadSignal, scoreBuiltin } from '../signals/builtin-heads.js';
import { detectLanguage } from '../signals/language.js';
import { piiSignal } from '../signals/pii.js';
import { reaskSignal } from '../signals/reask.js';
import type { BuiltinSignals } from '../signals/signal.js';
import { since } from './layers.js';
import type { Instruments, Snapshot } from './snapshot.js';
import type { TextReading } from './text-reading.js';

/** Layer 0, in the middle: the built-in signals that somebody asks for. */
export async function builtinLayer(
  { measured, instruments }: Snapshot,
  view: RequestView,
  reading: TextReading,
): Promise<BuiltinSignals> {
  const start = performance.now();
  // The heads are better with the encoder's vector, and do without it when it is late.
  const embedding =
    instruments.builtin !== undefined && measured.some(isHeadSignal) && reading.focus().text.trim() !== ''
      ? await reading.embedding()
      : undefined;
  const vector = embedding?.ok === true ? embedding.vector : undefined;
  const labelled: Partial<Record<BuiltinSignal, Labelled>> = {};
  for (const name of measured) {
    const found = measure(name, view, reading, instruments, vector);
    if (found !== undefined) labelled[name] = found;
  }
  return { name: 'builtin', labelled, microseconds: since(start) };
}

function measure(
  name: BuiltinSignal,
  view: RequestView,
  reading: TextReading,
  { builtin }: Instruments,
  embedding: Float32Array | undefined,
): Labelled | undefined {
  if (isHeadSignal(name)) {
    const evidence = { features: reading.features(), ngrams: reading.ngrams(), focus: reading.focus() };
    return (
      builtin && scoreBuiltin(builtin, name, embedding === undefined ? evidence : { ...evidence, embedding })
    );
  }
  if (name === 'language') return detectLanguage(view.lastUserText);
  if (name === 'pii') return piiSignal(view.lastUserText);
  return reaskSignal(view);
}
