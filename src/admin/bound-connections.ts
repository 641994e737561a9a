import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Keeps the connections of a server within a number, and never turns a new one away: in its place goes the one that has
 * longest asked nothing, or else the one whose request is the oldest. So whoever opens connections and says nothing, or half
 * of something, takes room from such connections only, and a probe that comes among them is answered.
 *
 * @param most connections at a time, at least 1
 */
export function boundConnections(server: Server, most: number): void {
  /** In the order in which they came; `true` while a request of theirs is answered. */
  const open = new Map<Socket, boolean>();
  server.on('connection', (socket: Socket) => {
    if (open.size >= most) giveWay(open);
    open.set(socket, false);
    socket.once('close', () => open.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    move(open, socket, true);
    response.once('close', () => {
      move(open, socket, false);
    });
  });
}

/** To the end: it has just done something. */
function move(open: Map<Socket, boolean>, socket: Socket, isAsking: boolean): void {
  if (open.delete(socket)) open.set(socket, isAsking);
}

function giveWay(open: Map<Socket, boolean>): void {
  const gone = oldestSilent(open) ?? open.keys().next().value;
  if (gone === undefined) return;
  open.delete(gone);
  gone.destroy();
}

function oldestSilent(open: ReadonlyMap<Socket, boolean>): Socket | undefined {
  for (const [socket, isAsking] of open) if (!isAsking) return socket;
  return undefined;
}
