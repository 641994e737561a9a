import type { Counted, Evaluation, Mistake } from '../../lab/evaluate/evaluation.js';
import type { LimitCheck } from '../../lab/evaluate/limits.js';
import { confusionPicture } from './confusion-picture.js';
import { coveragePicture, reliabilityPicture } from './curve-picture.js';
import { escapeXml } from './escape-xml.js';
import { UNKNOWN, countsOf, percent, rangeOf, usd } from './figures.js';
import { limitSentence } from './format-limits.js';
import { headFigures } from './head-figures.js';
import { page, pageSection, pageTable } from './page.js';

/** An evaluation as one HTML file. @param texts whether prompts are shown */
export function evaluationPage(
  evaluation: Evaluation,
  checks: readonly LimitCheck[],
  texts: boolean,
): string {
  const { registry, rows, failed, ignored } = evaluation;
  const leftOut = ignored === 0 ? '' : `, ${ignored} left out for labels that name no route`;
  return page(`Evaluation of registry ${registry}`, [
    `<p class="note">${rows} prompts, ${failed} failed${leftOut}. Ranges are 95 % intervals.</p>`,
    ...cards(evaluation),
    ...pageSection('Limits', limitList(checks)),
    ...pageSection('Confusion matrix', matrix(evaluation)),
    ...pageSection('Worst confusions', mistakes(evaluation.mistakes, texts)),
    ...pageSection('Most often undecided', mistakes(evaluation.misses, texts)),
    ...pageSection('Confidence', curves(evaluation)),
    ...pageSection('Routes', routes(evaluation)),
    ...pageSection('Layers', layers(evaluation)),
    ...pageSection('Reasons', counts('reason', evaluation.reasons)),
    ...pageSection('Models and cost', [...counts('model', evaluation.models), ...cost(evaluation)]),
  ]);
}

function cards(evaluation: Evaluation): string[] {
  const items = headFigures(evaluation).map(({ name, value, range, counts: counted }) => {
    const below = [range, counted].filter((part) => part !== '').join('; ');
    return `<li><span>${escapeXml(name)}</span><b>${value}</b><span>${escapeXml(below)}</span></li>`;
  });
  return ['<ul class="cards">', ...items, '</ul>'];
}

function limitList(checks: readonly LimitCheck[]): string[] {
  if (checks.length === 0) return [];
  const items = checks.map(
    (check) =>
      `<li class="${check.kept ? 'kept' : 'missed'}">${check.kept ? 'kept' : 'missed'}: ${escapeXml(limitSentence(check))}</li>`,
  );
  return ['<ul>', ...items, '</ul>'];
}

function matrix({ confusion }: Evaluation): string[] {
  if (confusion.classes.length === 0) return [];
  return [
    '<p class="note">A row is what is right, a column what was decided; “none” is no route. The darker, the larger the share of the row; point at a cell for its count.</p>',
    `<div class="scroll">${confusionPicture(confusion)}</div>`,
  ];
}

function mistakes(pairs: readonly Mistake[], texts: boolean): string[] {
  return pageTable({
    head: ['should be', 'went to', 'prompts', 'of the route, %', ...(texts ? ['such as'] : [])],
    rows: pairs.map(({ truth, decided, count, share, texts: prompts }) => [
      ...[truth, decided, String(count), percent(share)],
      ...(texts ? [prompts.join(' · ')] : []),
    ]),
    texts: [0, 1, 4],
  });
}

function curves({ calibration, coverage }: Evaluation): string[] {
  if (calibration === null) return [];
  return [
    '<div class="pair">',
    `<figure>${reliabilityPicture(calibration.bins)}<figcaption class="note">Of prompts with a probability, the share that was right; a larger dot stands for more prompts.</figcaption></figure>`,
    `<figure>${coveragePicture(coverage)}<figcaption class="note">What is right among the surest prompts.</figcaption></figure>`,
    '</div>',
  ];
}

function routes({ routes: qualities }: Evaluation): string[] {
  return pageTable({
    head: ['route', 'recall, %', '95 %', 'right', 'precision, %', '95 %', 'decided'],
    rows: qualities.map(({ route, recall, precision, decided }) => [
      ...[route, percent(recall?.value), rangeOf(recall, percent), countsOf(recall)],
      ...[percent(precision?.value), rangeOf(precision, percent), String(decided)],
    ]),
    texts: [0],
  });
}

function layers({ layers: uses }: Evaluation): string[] {
  const time = (value: number | null): string => (value === null ? UNKNOWN : value.toFixed(0));
  return pageTable({
    head: ['layer', 'ran, %', 'decided, %', 'p50, µs', 'p99, µs'],
    rows: uses.map(({ layer, ran, decided, p50, p99 }) => [
      ...[layer, percent(ran), percent(decided), time(p50), time(p99)],
    ]),
    texts: [0],
  });
}

function counts<K extends 'reason' | 'model'>(key: K, counted: readonly Counted<K, string>[]): string[] {
  return pageTable({
    head: [key, 'prompts', '%'],
    rows: counted.map((each) => [each[key], String(each.count), percent(each.share)]),
    texts: [0],
  });
}

function cost({ cost: forecast }: Evaluation): string[] {
  const { perThousand, defaultPerThousand, strongestPerThousand } = forecast;
  return [
    `<p>Expected for 1,000 prompts: US$ ${usd(perThousand)}; always the default model: US$ ${usd(defaultPerThousand)}; always the dearest: US$ ${usd(strongestPerThousand)}.</p>`,
  ];
}
