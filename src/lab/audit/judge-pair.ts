import { ok, type Result } from '../../errors.js';
import { cutMiddle } from '../../request/cut-middle.js';
import type { AskedModel, AskModel } from './ask-model.js';

/** Which of two answers is better: the first, the second, or neither. */
export type Preferred = 'first' | 'second' | 'tie';

/** What a judge says, and what it cost in US dollars. */
export interface Judged {
  readonly preferred: Preferred;
  readonly costUsd: number;
}

const TASK =
  'You compare two answers of assistants to the same request. Judge which one is correct, complete and does what was asked; neither length nor order counts. Reply with one word: A if answer A is better, B if answer B is better, T if they are about equally good or bad.';

/** Longest part of a request and of an answer that the judge is shown, in UTF-16 units: half from each end. */
export const MOST_SHOWN = 6_000;

/** One word, and room for a model that puts a blank or a mark before it. */
export const VERDICT_TOKENS = 4;

/**
 * Has a judge compare two answers in both orders, without saying whose they are. Where the orders disagree it is a tie: the
 * judge went by the place (Zheng et al. 2023, section 3.3). Equal answers are a tie without asking.
 */
export async function judgePair(
  ask: AskModel,
  judge: AskedModel,
  { prompt, first, second }: { readonly prompt: string; readonly first: string; readonly second: string },
): Promise<Result<Judged>> {
  if (first.trim() === second.trim()) return ok({ preferred: 'tie', costUsd: 0 });
  const forward = await compare(ask, judge, [prompt, first, second]);
  if (!forward.ok) return forward;
  const backward = await compare(ask, judge, [prompt, second, first]);
  if (!backward.ok) return backward;
  const swapped = { first: 'second', second: 'first', tie: 'tie' } as const;
  const agrees = forward.value.preferred === swapped[backward.value.preferred];
  const costUsd = forward.value.costUsd + backward.value.costUsd;
  return ok({ preferred: agrees ? forward.value.preferred : 'tie', costUsd });
}

async function compare(
  ask: AskModel,
  judge: AskedModel,
  [prompt, a, b]: readonly [prompt: string, a: string, b: string],
): Promise<Result<Judged>> {
  const content = `Request:\n${cutMiddle(prompt, MOST_SHOWN)}\n\nAnswer A:\n${cutMiddle(a, MOST_SHOWN)}\n\nAnswer B:\n${cutMiddle(b, MOST_SHOWN)}\n\nWhich answer is better: A, B or T?`;
  const said = await ask(judge, {
    messages: [
      { role: 'system', content: TASK },
      { role: 'user', content },
    ],
    ...{ maxTokens: VERDICT_TOKENS, temperature: 0 },
  });
  if (!said.ok) return said;
  const preferred = readVerdict(said.value.text);
  if (preferred !== undefined) return ok({ preferred, costUsd: said.value.costUsd });
  const message = `The judge said ${JSON.stringify(said.value.text.slice(0, 40))}, must say A, B or T.`;
  return { ok: false, problem: { code: 'field_invalid', message } };
}

/** The first word that is one of the three letters. */
export function readVerdict(text: string): Preferred | undefined {
  const [, letter] = /(?:^|[^\p{L}])([ABT])(?![\p{L}])/u.exec(text) ?? [];
  if (letter === undefined) return /^\W*tie\b/i.test(text) ? 'tie' : undefined;
  return letter === 'A' ? 'first' : letter === 'B' ? 'second' : 'tie';
}
