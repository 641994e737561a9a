import { OWN_LICENCE } from '../training-row.js';
import { spoiled } from './defects.js';
import { answerOfText, askOfPrompt, type GateRow } from './gate-row.js';
import { OWN_ANSWERS } from './own-answers.js';
import { OWN_SHORT_ANSWERS } from './own-short-answers.js';

export const OWN_SOURCE = 'own';
/** Short answers weigh apart from the longer ones. */
export const OWN_SHORT_SOURCE = 'own_short';

/** Our own answers, and what spoils them. */
export function ownGateRows(): GateRow[] {
  const good = OWN_ANSWERS.map(([prompt, answer], at) => ownRow(`own-${at + 1}`, prompt, answer, OWN_SOURCE));
  return [...good, ...good.flatMap((row, at) => spoiled(row, at, good)), ...ownShortRows()];
}

/** Short right and wrong answers, as written: what else may spoil an answer is no matter of its length. */
function ownShortRows(): GateRow[] {
  return OWN_SHORT_ANSWERS.flatMap(([prompt, right, wrong], at) => {
    const row = ownRow(`own-short-${at + 1}`, prompt, right, OWN_SHORT_SOURCE);
    if (wrong === undefined) return [row];
    const answer = answerOfText(wrong);
    return [row, { ...row, id: `${row.id}:wrong`, answer, isGood: false, defect: 'wrong' }];
  });
}

/** Whether rows of a source are our own, which every head is fitted on. */
export function isOwn(source: string): boolean {
  return source === OWN_SOURCE || source === OWN_SHORT_SOURCE;
}

function ownRow(id: string, prompt: string, answer: string, source: string): GateRow {
  return {
    ...{ id, ask: askOfPrompt(prompt), answer: answerOfText(answer) },
    ...{ isGood: true, source, defect: 'none', licence: OWN_LICENCE, fit: true },
  };
}
