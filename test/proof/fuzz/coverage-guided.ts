import fc from 'fast-check';
import { seededRandom, type SeededRandom } from '../../request/seeded-random.js';
import type { FuzzTarget, Property } from './fuzz-target.js';
import { mutateInput } from './mutate-input.js';
import { type ReachedCode, watchReachedCode } from './reached-code.js';

/** What guidance by coverage brought to one target. */
export interface Guided {
  readonly target: string;
  /** Mutated inputs that were run; as many of the grammar were run beside them. */
  readonly inputs: number;
  /** Characters of our compiled code that the first inputs of the grammar reached. */
  readonly reached: number;
  /** Further ones that as many inputs of the grammar as were mutated reached. */
  readonly byGrammar: number;
  /** Further ones, behind those, that mutated inputs reached. */
  readonly byGuidance: number;
  /** Inputs that were kept because they reached something new. */
  readonly kept: number;
  readonly failure: GuidedFailure | undefined;
}

export interface GuidedFailure {
  readonly input: unknown;
  readonly message: string;
  readonly stack: string;
}

/** Inputs between two looks at the coverage, which costs as much as several inputs. */
const AT_ONCE = 20;
/** Inputs of the grammar that the corpus begins with. */
const FIRST = 2_000;
/** Kept inputs beyond which the oldest goes. */
const MOST_KEPT = 2_000;

/**
 * Runs inputs of the grammar, then mutations of those that reached code which none before had reached. The bytes of an
 * input are mutated blindly, so this finds what the grammar cannot say.
 */
export async function runGuided(
  target: FuzzTarget,
  property: Property<unknown>,
  { inputs, seed }: { readonly inputs: number; readonly seed: number },
): Promise<Guided> {
  const code = watchReachedCode();
  try {
    const random = seededRandom(seed);
    const first = fc.sample(target.arbitrary, { numRuns: FIRST, seed });
    const corpus = await keepFresh(first, property, code);
    const reached = code.characters;
    const further = fc.sample(target.arbitrary, { numRuns: inputs, seed: seed + 1 });
    corpus.kept.push(...(await keepFresh(further, property, code)).kept);
    const byGrammar = code.characters - reached;
    const failure = corpus.failure ?? (await mutateKept(corpus.kept, property, { code, random, inputs }));
    const byGuidance = code.characters - reached - byGrammar;
    return { target: target.name, inputs, reached, byGrammar, byGuidance, kept: corpus.kept.length, failure };
  } finally {
    code.stop();
  }
}

interface Kept {
  readonly kept: unknown[];
  readonly failure: GuidedFailure | undefined;
}

async function mutateKept(
  kept: unknown[],
  property: Property<unknown>,
  {
    code,
    random,
    inputs,
  }: { readonly code: ReachedCode; readonly random: SeededRandom; readonly inputs: number },
): Promise<GuidedFailure | undefined> {
  for (let done = 0; done < inputs; done += AT_ONCE) {
    const mutated = Array.from({ length: AT_ONCE }, () =>
      mutateInput(kept[random.below(kept.length)], kept[random.below(kept.length)], random),
    );
    const fresh = await keepFresh(mutated, property, code);
    if (fresh.failure !== undefined) return fresh.failure;
    kept.push(...fresh.kept);
    kept.splice(0, kept.length - MOST_KEPT);
  }
  return undefined;
}

/** Runs inputs, some at a time, and gives those that reached something new. */
async function keepFresh(
  inputs: readonly unknown[],
  property: Property<unknown>,
  code: ReachedCode,
): Promise<Kept> {
  const kept: unknown[] = [];
  for (let from = 0; from < inputs.length; from += AT_ONCE) {
    const some = inputs.slice(from, from + AT_ONCE);
    for (const input of some) {
      const failure = await tryOne(input, property);
      if (failure !== undefined) return { kept, failure };
    }
    // Which of them it was costs more to tell than to keep a few of them.
    if (code.look() > 0) kept.push(...some.slice(0, 5), ...some.slice(-5));
  }
  return { kept, failure: undefined };
}

async function tryOne(input: unknown, property: Property<unknown>): Promise<GuidedFailure | undefined> {
  try {
    await property(input);
    return undefined;
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const stack = error instanceof Error ? (error.stack ?? text) : text;
    return { input, message: text.split('\n', 1)[0] ?? '', stack };
  }
}
