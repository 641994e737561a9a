import { BUILTIN_SIGNALS } from '../../signals/builtin.js';
import { textField, type JsonObject } from '../read-jsonl.js';
import { dataRows, shareRight, spread } from './data-rows.js';
import { OWN_SOURCES, ownRows } from './own-rows.js';
import { CHAT } from './prompts/task-talk.js';
import { domainOfSubject } from './subject-domains.js';
import { ownTaskRows } from './task-rows.js';
import type { Recipe, TrainingRow } from './training-row.js';

/** Data sets of outcomes that may be fitted on. GSM8K is taken once: its prompts are in RouteLLM's file and in ZeroEval's. */
const SETS: Readonly<Record<string, string>> = {
  mmlu_pro: 'Apache-2.0',
  routellm_mmlu: 'Apache-2.0 (MMLU MIT)',
  llmrouter9: 'MIT',
  zeroeval_gsm: 'Apache-2.0',
  zeroeval_crux: 'Apache-2.0',
  zeroeval_math_l5: 'Apache-2.0',
};
const FOLDS = [
  ['mmlu_pro', 'zeroeval_gsm'],
  ['routellm_mmlu', 'zeroeval_crux'],
  ['llmrouter9', 'zeroeval_math_l5'],
  [OWN_SOURCES[0] ?? ''],
];
const ROWS_OF_SET = 700;
const DEV_ROWS_OF_SET = 150;

/** Small models of about 8 billion parameters, or sold as the cheap one of a family. */
const CHEAP = [
  ...['Meta-Llama-3_1-8B-Instruct', 'mathstral-7B', 'Phi-3-mini-4k-instruct', 'Mixtral-8x7B-Instruct-v0.1'],
  ...[
    'mistralai/Mixtral-8x7B-Instruct-v0.1',
    'mistral-7b-instruct-v0.3',
    'qwen2.5-7b-instruct',
    'gemma-2-9b-it',
  ],
  ...['llama-3.1-8b-instruct', 'Meta-Llama-3.1-8B-Instruct', 'Qwen2-7B-Instruct', 'gpt-3.5-turbo-0125'],
];
const STRONG = [
  ...['gemini-1.5-pro-002', 'Meta-Llama-3_1-70B-Instruct', 'DeepSeek-Coder-V2', 'gpt-4-1106-preview'],
  ...['llama-3.3-nemotron-super-49b-v1', 'llama-3.1-nemotron-51b-instruct', 'claude-3-5-sonnet-20241022'],
  ...['gpt-4o-2024-08-06', 'o1-mini-2024-09-12'],
];

const SIMPLE_FROM = 0.75;
const MODERATE_FROM = 0.4;
type LabelOf = (row: JsonObject, set: string) => string | undefined;

/** Shares of right answers: three quarters of the models and more is simple, under two fifths complex. */
const complexityOf: LabelOf = (row) => {
  const share = shareRight(row, () => true);
  if (share === undefined) return undefined;
  if (share >= SIMPLE_FROM) return 'simple';
  return share >= MODERATE_FROM ? 'moderate' : 'complex';
};

/** Needs a frontier model: every cheap one is wrong, and a strong one is right. */
const frontierOf: LabelOf = (row) => {
  const cheap = shareRight(row, (model) => CHEAP.includes(model));
  const strong = shareRight(row, (model) => STRONG.includes(model));
  if (cheap === undefined || strong === undefined) return undefined;
  return cheap < 0.01 && strong > 0.01 ? 'yes' : 'no';
};

const domainOf: LabelOf = (row, set) => {
  const domain = textField(row, 'domain');
  return set === 'routellm_mmlu' ? domainOfSubject(domain) : domain;
};

export async function complexityRecipe(): Promise<Recipe> {
  return {
    ...(await outcomeRecipe('complexity', Object.keys(SETS), complexityOf, 'simple')),
    labels: BUILTIN_SIGNALS.complexity,
    about:
      `How hard a prompt is for language models: at least ${SIMPLE_FROM * 100} % of the measured models answer it right ` +
      `(simple), at least ${MODERATE_FROM * 100} % (moderate), or fewer (complex). Small talk is taken as simple.`,
  };
}

export async function frontierRecipe(): Promise<Recipe> {
  return {
    ...(await outcomeRecipe('frontier', Object.keys(SETS), frontierOf, 'no')),
    labels: BUILTIN_SIGNALS.frontier,
    prevalence: 0.15,
    about:
      'Needs a frontier model: every cheap model was wrong and a strong one was right. A weak signal by its nature ' +
      '(chance decides much of it); use it as a probability, not as a verdict.',
  };
}

export async function domainRecipe(): Promise<Recipe> {
  const recipe = await outcomeRecipe('domain', ['mmlu_pro', 'routellm_mmlu'], domainOf, 'other');
  const bare = (row: TrainingRow): TrainingRow => ({ ...row, text: withoutOptions(row.text) });
  return {
    ...recipe,
    labels: BUILTIN_SIGNALS.domain,
    rows: [
      // People ask without options to choose from; both forms are learned.
      ...recipe.rows.filter(({ source }) => !OWN_SOURCES.includes(source)).flatMap((row) => [row, bare(row)]),
      ...ownRows('other', CHAT, 1),
    ],
    folds: [['mmlu_pro'], ['routellm_mmlu']],
    about:
      'The field of knowledge, one of the fourteen of MMLU-Pro; small talk and everyday matters are "other".',
  };
}

async function outcomeRecipe(
  name: string,
  sets: readonly string[],
  labelOf: LabelOf,
  smallTalk: string,
): Promise<Recipe> {
  const read = async (part: string): Promise<TrainingRow[]> => {
    const lists = sets.map(async (set) =>
      (await dataRows(`outcomes/${set}.${part}`)).flatMap((row) => {
        const label = labelOf(row, set);
        if (label === undefined) return [];
        return [{ text: textField(row, 'prompt'), label, source: set, licence: SETS[set] ?? '', fit: true }];
      }),
    );
    return (await Promise.all(lists)).flat();
  };
  const own = ownTaskRows().flatMap((row) => (row.label === 'chat' ? [{ ...row, label: smallTalk }] : []));
  return {
    ...{ name, labels: [], prior: 0, ownShare: 0.15, ngrams: 4_096, about: '' },
    rows: [...spread(await read('train'), ROWS_OF_SET, ({ source }) => source), ...own],
    dev: spread(await read('dev'), DEV_ROWS_OF_SET, ({ source }) => source),
    folds: FOLDS,
  };
}

/** The question before its list of options. */
function withoutOptions(text: string): string {
  const at = text.search(/\n\(?A[.)]\s/);
  return at > 0 ? text.slice(0, at) : text;
}
