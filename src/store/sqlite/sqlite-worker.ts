/** The entry of the thread that has the file open: one call at a time, so that no request waits for a disk. */
import { parentPort, workerData, type MessagePort } from 'node:worker_threads';
import { openConnection, type Connection, type SqliteSettings } from './open-connection.js';
import { readOperations } from './read-operations.js';
import { faultOf } from './sqlite-fault.js';
import type { FromThread, ToThread } from './sqlite-messages.js';
import type { SqliteOperations } from './sqlite-operations.js';
import { writeOperations } from './write-operations.js';

function serve(settings: SqliteSettings, port: MessagePort): void {
  let connection: Connection | undefined;
  const connect = (): Connection => (connection ??= openConnection(settings));
  const disconnect = (): void => {
    connection?.database.close();
    connection = undefined;
  };
  /** Before each call, which costs microseconds: the next one opens what is at the path now, or makes it. */
  const leaveGoneFile = (): void => {
    const files = connection?.files;
    if (files?.isGone() !== true) return;
    disconnect();
    files.removeJournal();
  };
  const operations: SqliteOperations = {
    open: () => void connect(),
    ...readOperations(connect),
    ...writeOperations(connect),
  };
  const answer = (name: keyof SqliteOperations, args: readonly unknown[]): unknown =>
    (operations[name] as (...args: readonly unknown[]) => unknown)(...args);

  port.on('message', (message: ToThread) => {
    if (message.kind === 'close') {
      emptyJournal(connection);
      disconnect();
      port.close();
      return;
    }
    const { id, name, args } = message;
    try {
      leaveGoneFile();
      port.postMessage({ kind: 'done', id, value: answer(name, args) } satisfies FromThread);
    } catch (error) {
      const fault = faultOf(error, settings.path);
      if (fault.isLost) disconnect();
      port.postMessage({ kind: 'failed', id, fault } satisfies FromThread);
    }
  });
}

/** Best effort: what stays in the journal is read from there when the file is opened again. */
function emptyJournal(connection: Connection | undefined): void {
  try {
    connection?.database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    return;
  }
}

if (parentPort !== null) serve(workerData as SqliteSettings, parentPort);
