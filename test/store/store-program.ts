/** Opens a store and writes records to it until it is killed: `URL [BATCH]`. Says on stdout how many were acknowledged, or what went wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { buildStoredRecord } from '../support/build-stored-record.js';

const BATCH = 50;

async function writeForever(url: string): Promise<void> {
  const store = await openRecordStore(url);
  for (let written = 0; ;) {
    await store.append(Array.from({ length: BATCH }, (_, at) => buildStoredRecord(`r${written + at}`)));
    written += BATCH;
    process.stdout.write(`${written}\n`);
    await sleep(1);
  }
}

try {
  await writeForever(process.argv[2] ?? '');
} catch (error) {
  process.stdout.write(`${String(error)}\n`);
}
