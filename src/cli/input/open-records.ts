import { DragomanError } from '../../errors.js';
import { openRecordStore } from '../../store/open-record-store.js';
import type { RecordStore } from '../../store/record-store.js';
import { parseStoreUrl } from '../../store/store-url.js';

/**
 * Opens the records that `--records`, or else `DRAGOMAN_RECORDS`, names. A file that is not there is a wrong path, not a new store.
 *
 * @param verb for the message
 * @param hint what else helps where neither is given
 * @throws DragomanError `usage`, `store_unavailable`, `store_newer`
 */
export async function openRecords(verb: string, flag: string | undefined, hint = ''): Promise<RecordStore> {
  const url = recordsUrl(flag);
  if (url === undefined) {
    const message = `${verb} needs --records URL, or DRAGOMAN_RECORDS in the environment${hint}`;
    throw new DragomanError('usage', message);
  }
  return openRecordStore(url, { mustExist: true });
}

/** What `--records`, or else `DRAGOMAN_RECORDS`, names; `undefined` when neither does. */
export function recordsUrl(flag: string | undefined): string | undefined {
  const url = flag ?? process.env['DRAGOMAN_RECORDS'];
  return url === '' ? undefined : url;
}

/** The name of a store in what is printed: its URL without a password. @throws DragomanError `usage` */
export function shownRecords(url: string): string {
  return parseStoreUrl(url).shown;
}
