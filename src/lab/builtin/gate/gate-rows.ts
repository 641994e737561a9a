import { dataFile } from '../../data-folder.js';
import { readRows, textField } from '../../read-jsonl.js';
import { answerOfText, askOfPrompt, type GateRow } from './gate-row.js';

/** HaluEval's queries derive from Alpaca, which is for non-commercial use. */
const MEASURED = ['halueval_general'];

/** Rows of the gate's data set. */
export async function gateRows(part: 'train' | 'dev'): Promise<GateRow[]> {
  return (await readRows(dataFile(`gate/gate.${part}.jsonl.gz`))).map((row) => {
    const source = textField(row, 'source');
    return {
      id: textField(row, 'id'),
      ask: askOfPrompt(textField(row, 'prompt'), row['expects'] === 'json'),
      answer: answerOfText(textField(row, 'answer')),
      isGood: row['label'] === 1,
      source,
      defect: textField(row, 'defect'),
      licence: textField(row, 'licence'),
      fit: !MEASURED.includes(source),
    };
  });
}
