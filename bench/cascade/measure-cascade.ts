import { setTimeout as sleep } from 'node:timers/promises';
import type { Router } from '../../demo/stack.js';
import type { LoadClient } from '../load/load-job.js';
import { cpuMs } from '../process-usage.js';
import type { Settings } from '../results.js';
import { quantile } from '../statistics.js';
import {
  ANSWER_SIZES,
  CASCADE_TARGETS,
  type AnswerSize,
  type CascadeCell,
  type CascadeFigures,
  type CascadeTarget,
} from './cascade-figures.js';
import { sendLoad } from './gated-load.js';
import { measureJudge } from './measure-judge.js';
import { measureMemory } from './measure-memory.js';
import { startCascade } from './start-cascade.js';

/** Envoy reports finished requests every 0.2 s, and reading the reports is work of the same requests. */
const REPORTS_MS = 400;

export interface CascadePlan {
  /** Scratch folder with a short path. */
  readonly work: string;
  readonly envoy: string;
  readonly client: LoadClient;
  readonly settings: Settings;
  /** Called before each step. */
  readonly onProgress: (text: string) => void;
}

/** Measures a cascade whose first tier always passes, beside a plain route to the same model. */
export async function measureCascade(plan: CascadePlan): Promise<CascadeFigures> {
  const { client, settings, onProgress } = plan;
  onProgress('the gate by itself');
  const judge = await measureJudge(settings.smallHeads === true);
  onProgress('starting the cascade');
  const router = await startCascade(plan);
  try {
    onProgress('100 gated requests at a time');
    const memory = await measureMemory(router, client, 3 * settings.saturatedSeconds);
    return { cells: await measureCells(router, plan), memory, judge };
  } finally {
    await router.stop();
  }
}

/** In each round, one target follows the other at once, and the other one begins in the next. */
async function measureCells(
  router: Router,
  { client, settings, onProgress }: CascadePlan,
): Promise<CascadeCell[]> {
  const pace = { connections: settings.connections };
  for (const bytes of ANSWER_SIZES) {
    for (const target of CASCADE_TARGETS) {
      onProgress(`warming up: answers of ${bytes} B, ${target}`);
      await sendLoad(router, client, { target, bytes, seconds: settings.warmUpSeconds, pace });
    }
  }
  const cells: CascadeCell[] = [];
  for (let round = 0; round < settings.rounds; round++) {
    const targets = round % 2 === 0 ? CASCADE_TARGETS : [...CASCADE_TARGETS].reverse();
    for (const bytes of ANSWER_SIZES) {
      for (const target of targets) {
        onProgress(`round ${round + 1} of ${settings.rounds}: answers of ${bytes} B, ${target}`);
        const measured = await measureCell(router, client, settings, { target, bytes });
        cells.push({ round, bytes, target, ...measured });
      }
    }
  }
  return cells;
}

async function measureCell(
  router: Router,
  client: LoadClient,
  { perSecond, pacedSeconds, connections, saturatedSeconds }: Settings,
  which: { readonly target: CascadeTarget; readonly bytes: AnswerSize },
): Promise<Pick<CascadeCell, 'paced' | 'saturated'>> {
  const paced = await sendLoad(router, client, { ...which, seconds: pacedSeconds, pace: { perSecond } });
  await sleep(REPORTS_MS);
  const before = cpuOf(router);
  const saturated = await sendLoad(router, client, {
    ...which,
    seconds: saturatedSeconds,
    pace: { connections },
  });
  await sleep(REPORTS_MS);
  const after = cpuOf(router);
  const { latenciesUs } = paced.result;
  return {
    paced: { ...paced.load, p10Us: quantile(latenciesUs, 0.1), p50Us: quantile(latenciesUs, 0.5) },
    saturated: {
      ...saturated.load,
      seconds: saturated.result.seconds,
      envoyCpuMs: after.envoy - before.envoy,
      dragomanCpuMs: after.dragoman - before.dragoman,
    },
  };
}

function cpuOf(router: Router): { envoy: number; dragoman: number } {
  return { envoy: cpuMs(router.envoy.pid), dragoman: cpuMs(router.dragoman().pid) };
}
