import { BUILTIN_SIGNALS } from '../../signals/builtin.js';
import { textField } from '../read-jsonl.js';
import { dataRows, spread } from './data-rows.js';
import { OWN_SOURCES, ownRows } from './own-rows.js';
import { TASK_ANCHORS, type Task } from './prompts/task-anchors.js';
import { CODE, CREATIVE } from './prompts/task-making.js';
import { EXTRACTION, SUMMARIZATION, TRANSLATION } from './prompts/task-material.js';
import { ANALYSIS, CHAT, REASONING } from './prompts/task-talk.js';
import type { Recipe, TrainingRow } from './training-row.js';

const OWN: Readonly<Record<Task, readonly string[]>> = {
  summarization: SUMMARIZATION,
  extraction: EXTRACTION,
  code: CODE,
  reasoning: REASONING,
  analysis: ANALYSIS,
  translation: TRANSLATION,
  chat: CHAT,
  creative: CREATIVE,
};

const OWN_COPIES = 6;
const ROWS_OF_SOURCE = 180;

/** Sources whose licence keeps them out of what ships (see the README of the data sets). */
const MEASURED = ['belle', 'wmt22', 'halueval', 'codealpaca', 'alpacaeval'];

const FOLDS = [
  ['mbpp', 't0:multi_news', 't0:duorc', 't0:common_gen', 'clinc'],
  ['humaneval', 't0:cnn', 't0:samsum', 't0:imdb', 't0:wiki_hop', 'bbh'],
  ['gsm8k', 't0:gigaword', 't0:adversarial_qa', 't0:kilt', 'selfinstruct_user'],
  [OWN_SOURCES[0] ?? ''],
];

/** Our own prompts of every task. */
export function ownTaskRows(): TrainingRow[] {
  return BUILTIN_SIGNALS.task.flatMap((task) => ownRows(task, OWN[task], OWN_COPIES));
}

/** Rows of the task data set, with its many sources put together into corpora. */
export async function taskDataRows(name: string): Promise<TrainingRow[]> {
  return (await dataRows(`tasks/${name}`)).map((row) => {
    const source = corpusOf(textField(row, 'source'));
    return {
      ...{ text: textField(row, 'text'), label: textField(row, 'label'), source },
      ...{ licence: textField(row, 'licence'), fit: !MEASURED.includes(source) },
    };
  });
}

export async function taskRecipe(): Promise<Recipe> {
  const rows = [...(await taskDataRows('tasks.train')), ...(await taskDataRows('tasks.train-noncommercial'))];
  return {
    name: 'task',
    labels: BUILTIN_SIGNALS.task,
    rows: [...ownTaskRows(), ...spread(rows, ROWS_OF_SOURCE, ({ source, label }) => `${source} ${label}`)],
    dev: await taskDataRows('tasks.dev'),
    folds: FOLDS,
    anchors: TASK_ANCHORS,
    prior: 8,
    ownShare: 0.5,
    tryRest: true,
    ngrams: 4_096,
    about:
      'What is asked for. Labels follow the source of a prompt, not a reading of it: "extraction" holds questions about ' +
      'a given text, "analysis" explanations, advice and open questions.',
  };
}

/** Templates of one corpus and languages of one corpus are one source; they resemble each other too much to be left out alone. */
function corpusOf(source: string): string {
  if (source.startsWith('bbh:')) return 'bbh';
  if (source.startsWith('wmt22')) return 'wmt22';
  const corpora = [
    ...['multi_news', 'gigaword', 'cnn', 'adversarial_qa', 'duorc', 'kilt', 'wiki_hop'],
    ...['common_gen', 'imdb', 'samsum'],
  ];
  const corpus = corpora.find((name) => source.startsWith(`t0:${name}`));
  return corpus === undefined ? source : `t0:${corpus}`;
}
