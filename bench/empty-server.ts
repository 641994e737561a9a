/** A process of its own: `node empty-server.js unix:/path`. Dragoman's gRPC server with nothing behind it. */
import { startExtProcServer } from '../src/extproc/server.js';

const server = await startExtProcServer({
  bind: process.argv[2] ?? '',
  maxBodyBytes: 16_777_216,
  decider: {
    onHeaders: () => undefined,
    onBody: () => Promise.resolve({ kind: 'pass' }),
  },
  onOutcomes: () => undefined,
  onReporting: () => undefined,
  onError: (error) => {
    console.error(error);
  },
});
server.setReady(true);
process.once('SIGTERM', () => void server.drain(1000));
