import { BUILTIN_SIGNALS } from '../../signals/builtin.js';
import { textField } from '../read-jsonl.js';
import { dataRows, spread } from './data-rows.js';
import { familySource, OWN_SOURCES, ownFamilyRows, ownRows } from './own-rows.js';
import { HARD_BENIGN_FAMILIES } from './prompts/hard-benign.js';
import { AIM_FRAMES, HARMFUL_AIMS, HARMLESS_AIMS } from './prompts/harm.js';
import { GOOD_USES, MISUSE_FIELDS, MISUSE_FRAMES, MISUSES } from './prompts/harm-misuse.js';
import { HARMFUL_REQUESTS, HARMLESS_REQUESTS } from './prompts/harm-requests.js';
import { JAILBREAK_LOOKALIKES } from './prompts/jailbreak.js';
import { everydayRows, safetyRows, type SafetyRow } from './safety-rows.js';
import { ownTaskRows } from './task-rows.js';
import type { FitStrength, Recipe, TrainingRow } from './training-row.js';

/** Everyday rows of a source, and questions of exams. */
const EVERYDAY_ROWS_OF_SOURCE = 150;
const EXAM_ROWS = 300;
const CONTEXT_ROWS = 150;

const [HISTORY, HEALTH, SECURITY, PROGRAMMING, FICTION, GAMES, IDIOMS, LAW, PREVENTION, NATURE, WORK] =
  Object.keys(HARD_BENIGN_FAMILIES).map(familySource);

/** Rows of families count more than filled frames do. */
const HARD_EMPHASIS = 5;
/** Strong, because no source of harmful requests is like another; chosen by leave-one-source-out. */
const STRENGTH: FitStrength = { denseL2: 2e-3, sparseL2: 1e-3, featureScale: 0.1 };
/** Share of harmful requests that the calibration assumes: between the few of real traffic and the half of the data. */
const PREVALENCE = 0.22;

/** Sources of the rows that measure false positives on harmless requests with frightening words. */
const HARD_BENIGN_SOURCES: readonly string[] = Object.keys(HARD_BENIGN_FAMILIES).map(familySource);

const FOLDS = [
  ['advbench', 'selfinstruct_seed', 'selfinstruct_user', 'clinc', 't0:kilt', HISTORY, SECURITY, GAMES],
  ['strongreject', 'tulu_eval', 'piguard_valid', 'mbpp', 'gsm8k', 'bipia_train', HEALTH, FICTION, IDIOMS],
  [
    'harmfulqa',
    'bbh',
    't0:gigaword',
    't0:common_gen',
    't0:adversarial_qa',
    'mmlu_pro',
    PROGRAMMING,
    LAW,
    WORK,
  ],
  [OWN_SOURCES[0], OWN_SOURCES[1], PREVENTION, NATURE],
].map((fold) => fold.filter((source) => source !== undefined));

/** Harmful requests against harmless ones; wrappers and injections are other signals and left out. */
export async function harmRecipe(): Promise<Recipe> {
  return {
    ...{ name: 'harm', labels: BUILTIN_SIGNALS.harm, prior: 0, prevalence: PREVALENCE },
    ...{ ownShare: 0.55, ngrams: 8_192, tryRest: true, hardBenign: HARD_BENIGN_SOURCES, strength: STRENGTH },
    rows: [
      ...ownHarmRows(),
      ...(await everydayRows(EVERYDAY_ROWS_OF_SOURCE)),
      ...(await examRows()),
      ...(await contextRows()),
      ...labelled(await safetyRows('safety.train')),
      ...(await noncommercialRows()),
    ],
    dev: labelled(await safetyRows('safety.dev')),
    folds: FOLDS,
    about:
      'A request for something harmful, by itself and without a wrapper. Many rows of HarmfulQA are doubtful (conversations ' +
      'that only turn harmful later, or plain questions with one bad word). Judge it together with jailbreak: a wrapper hides the harm.',
  };
}

function ownHarmRows(): TrainingRow[] {
  const fields = { field: MISUSE_FIELDS };
  return [
    ...ownRows('yes', AIM_FRAMES, 45, { aim: HARMFUL_AIMS }),
    ...ownRows('no', AIM_FRAMES, 55, { aim: HARMLESS_AIMS }),
    ...ownRows('yes', MISUSE_FRAMES, 50, { ...fields, use: MISUSES }),
    ...ownRows('no', MISUSE_FRAMES, 50, { ...fields, use: GOOD_USES }),
    ...ownRows('yes', HARMFUL_REQUESTS, 1),
    ...ownRows('no', HARMLESS_REQUESTS, 1),
    ...ownFamilyRows('no', HARD_BENIGN_FAMILIES, HARD_EMPHASIS),
    ...ownRows('no', JAILBREAK_LOOKALIKES, 2),
    ...spread(ownTaskRows(), 60, ({ label }) => label).map((row) => ({ ...row, label: 'no' })),
  ];
}

function labelled(rows: readonly SafetyRow[]): TrainingRow[] {
  return rows.flatMap((row) => {
    if (row.kind === 'harmful') return [{ ...row, label: 'yes' }];
    return row.kind === 'benign' ? [{ ...row, label: 'no' }] : [];
  });
}

/** Questions of exams, with words of medicine, law and history. */
async function examRows(): Promise<TrainingRow[]> {
  const rows = spread(await dataRows('outcomes/mmlu_pro.train'), EXAM_ROWS, () => '');
  return rows.map((row) => ({
    ...{ text: textField(row, 'prompt'), label: 'no', source: 'mmlu_pro', licence: 'Apache-2.0', fit: true },
  }));
}

/** Mails, tables and code that people paste. */
async function contextRows(): Promise<TrainingRow[]> {
  const rows = (await safetyRows('safety.train')).filter(({ kind }) => kind === 'benign_context');
  return spread(rows, CONTEXT_ROWS, () => '').map((row) => ({ ...row, label: 'no' }));
}

/** Harmless requests that are only measured. */
async function noncommercialRows(): Promise<TrainingRow[]> {
  const rows = await safetyRows('safety-benign-noncommercial.train');
  return spread(rows, 600, () => '').map((row) => ({ ...row, label: 'no', fit: false }));
}
