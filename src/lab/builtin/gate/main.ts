import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadStaticEncoder } from '../../../embed/static-encoder.js';
import { GATE_FILE, GATE_FOLDER, gateExpectation } from '../../../gate/head/gate-head.js';
import { writeHead } from '../../../heads/head-file.js';
import { dataUnavailable } from '../../data-folder.js';
import { shippedEncoder } from '../../shipped-encoder.js';
import { gateCard } from './gate-card.js';
import { gateRows } from './gate-rows.js';
import { gateSamples } from './gate-sample.js';
import { ownGateRows } from './own-rows.js';
import { judgeSample, leaveSourcesOut, trainGate } from './train-gate.js';

/** Makes the shipped gate and its card again; part of `npm run train:builtin`. */
async function main(folder: string): Promise<void> {
  const missing = dataUnavailable();
  if (missing !== undefined) throw new Error(missing);
  const encoder = await loadStaticEncoder(await shippedEncoder());
  if (encoder === undefined) throw new Error('the shipped encoder has no static table: restore models/');
  const train = gateSamples([...(await gateRows('train')), ...ownGateRows()], encoder);
  const dev = gateSamples(await gateRows('dev'), encoder);
  const trained = await trainGate(train);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, GATE_FILE), writeHead(trained.head, gateExpectation(encoder.checksum)));
  const judged = dev.map((sample) => judgeSample(trained.head, sample));
  const leftOut = await leaveSourcesOut(train, trained.head);
  await writeFile(join(folder, 'README.md'), gateCard(trained, leftOut, judged));
  console.log('trained gate');
}

const [folder = GATE_FOLDER] = process.argv.slice(2);
await main(folder);
