import { join } from 'node:path';
import { describe } from 'node:test';
import { openRecordStore } from '../../src/store/open-record-store.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { describeConformance } from './conformance.js';

describe('records in SQLite', () => {
  const folder = temporaryFolder();
  let count = 0;
  describeConformance(() => openRecordStore(`sqlite:${join(folder, `records-${++count}.db`)}`));
});
