import { groupBy } from '../group-by.js';
import { accuracy, isRight, type Labelling, macroRecall, recallByClass } from '../metrics/accuracy.js';
import { taskRecipe } from '../builtin/task-rows.js';
import { trainSignal } from '../builtin/train-signal.js';
import { cell, figureOf } from './figure.js';
import { isOwn, judgePlainly, labelOf, plainLabel } from './left-out.js';
import type { Suite, Table } from './suite.js';

interface Judgement extends Labelling {
  readonly source: string;
  readonly plain: string;
}

/** What kind of task a prompt is, on sources that the head has not seen. */
export const taskType: Suite = {
  name: 'task-type',
  run: async (bench) => {
    const recipe = await taskRecipe();
    const { leftOut, dev } = await trainSignal('task', recipe, bench.embed);
    bench.say('fitted');
    const said = await judgePlainly(recipe);
    const judged = leftOut
      .filter(({ row }) => !isOwn(row))
      .map((one): Judgement => {
        const plain = plainLabel(said, one.row.text);
        return {
          truth: one.row.label,
          predicted: labelOf(one, recipe.labels),
          source: one.row.source,
          plain,
        };
      });
    const same = dev.map((one) => ({ truth: one.row.label, predicted: labelOf(one, recipe.labels) }));
    const figures = [
      figureOf(judged, macroRecall, {
        name: 'macro recall, source left out, %',
        scale: 100,
        aim: { floor: 62, goal: 80 },
        baselines: {
          'n-grams linear':
            100 * macroRecall(judged.map(({ truth, plain }) => ({ truth, predicted: plain }))),
          majority: 100 / recipe.labels.length,
        },
      }),
      figureOf(same, macroRecall, {
        name: 'macro recall on `tasks.dev` (same sources: easy), %',
        scale: 100,
      }),
    ];
    const about =
      'Every source of `tasks/` is judged by heads that were fitted without it (a few sources at a time are left out together); sources whose licence keeps them out of what ships are never fitted on. Labels follow the source of a prompt, not a human reading of it.';
    return { suite: 'Task type', about, figures, tables: [byClass(judged), bySource(judged)] };
  },
};

function byClass(judged: readonly Judgement[]): Table {
  const groups = groupBy(judged, ({ truth }) => truth);
  return {
    title: 'by class',
    head: ['class', 'rows', 'recall, %', 'most often taken for'],
    rows: [...recallByClass(judged)].map(([name, recall]) => {
      const wrong = (groups.get(name) ?? []).filter((row) => !isRight(row));
      const counts = [...groupBy(wrong, ({ predicted }) => predicted)].sort(
        ([, a], [, b]) => b.length - a.length,
      );
      const most = counts[0] === undefined ? '-' : `${counts[0][0]} (${counts[0][1].length})`;
      return [name, String(groups.get(name)?.length ?? 0), cell(100 * recall), most];
    }),
  };
}

function bySource(judged: readonly Judgement[]): Table {
  const groups = [...groupBy(judged, ({ source, truth }) => `${source}: ${truth}`)].sort(([a], [b]) =>
    a.localeCompare(b),
  );
  return {
    title: 'by source',
    head: ['source and class', 'rows', 'recall, %', 'n-grams linear, %'],
    rows: groups.map(([name, rows]) => [
      name,
      String(rows.length),
      cell(100 * accuracy(rows.map(isRight))),
      cell(100 * accuracy(rows.map(({ truth, plain }) => truth === plain))),
    ]),
  };
}
