import type { StaticEncoder } from '../../../embed/static-encoder.js';
import type { Finding } from '../../../gate/finding.js';
import { gateInput, type GateInput } from '../../../gate/head/gate-head.js';
import { judgeAnswer } from '../../../gate/judge-answer.js';
import type { GateRow } from './gate-row.js';

/** A row with what the gate sees of it. */
export interface GateSample {
  readonly row: GateRow;
  readonly findings: readonly Finding[];
  /** The score, where contracts or checks settle the row before the trained gate is asked. */
  readonly settled?: number;
  readonly input: GateInput & { readonly embedding: Float32Array };
}

/** Measures rows as serving measures answers. */
export function gateSamples(rows: readonly GateRow[], encoder: StaticEncoder): GateSample[] {
  return rows.map((row) => {
    const { verdict, findings } = judgeAnswer(row.ask, row.answer, { bar: 0.5, scorer: () => 0.5 });
    const { features, embedding = new Float32Array() } = gateInput(row.ask, row.answer, findings, encoder);
    const settled = verdict.stage === 'head' ? {} : { settled: verdict.score };
    return { row, findings, ...settled, input: { features, embedding } };
  });
}
