import { DragomanError } from '../errors.js';
import { openRecordStore } from '../store/open-record-store.js';
import type { RecordStore } from '../store/record-store.js';

/**
 * Opens the records that `--store`, or else `DRAGOMAN_RECORDS`, names. A file that is not there is a wrong path, not a new store.
 *
 * @param verb for the message
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function openRecords(verb: string, flag: string | undefined): Promise<RecordStore> {
  const url = flag ?? process.env['DRAGOMAN_RECORDS'];
  if (url === undefined || url === '') {
    throw new DragomanError('usage', `${verb} needs --store URL, or DRAGOMAN_RECORDS in the environment`);
  }
  return openRecordStore(url, { mustExist: true });
}
