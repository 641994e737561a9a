import { constants, type Http2Server, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';

/** Bytes that a connection may send ahead of what is read of it: several bodies at once. */
const CONNECTION_WINDOW = 16 * 1024 * 1024;

/** "Every stream that you may have opened by now": gRPC's way to say that a connection will close. */
const EVERY_STREAM = 2 ** 31 - 1;

/** Node reads no more of a connection that was told to close and has no call open, and so never hears its answer. */
const ANSWER_MS = 100;

/** The connections of a server. */
export interface Sessions {
  /** Tells every client to open no more calls; each connection closes with its last one. */
  close(): void;
  /** Cuts every connection. */
  destroy(): void;
}

/** @param keepaliveMs a connection is asked this often whether anybody is there, and cut when nobody answers by the next time */
export function trackSessions(server: Http2Server, keepaliveMs: number): Sessions {
  const open = new Set<ServerHttp2Session>();
  const sockets = new Set<Socket>();
  let isClosing = false;
  server.on('session', (session) => {
    open.add(session);
    session.setLocalWindowSize(CONNECTION_WINDOW);
    const keepalive = keepAlive(session, keepaliveMs);
    session.once('close', () => {
      clearInterval(keepalive);
      open.delete(session);
    });
    if (isClosing) closeWell(session);
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // What a broken client sends ends its connection, and is nobody's fault here.
  server.on('sessionError', () => undefined);
  return {
    close() {
      isClosing = true;
      for (const session of open) closeWell(session);
    },
    destroy() {
      for (const session of open) session.destroy();
      // A session that closed well is over, and its socket still waits for the client to close it as well.
      for (const socket of sockets) socket.destroy();
    },
  };
}

function keepAlive(session: ServerHttp2Session, ms: number): NodeJS.Timeout {
  let isAwaited = false;
  return setInterval(() => {
    if (isAwaited) session.destroy();
    else if (!session.destroyed) {
      isAwaited = session.ping(() => {
        isAwaited = false;
      });
    }
  }, ms).unref();
}

/** A call that is on its way here while the client is told is still taken: the client has heard once it answers a ping. */
function closeWell(session: ServerHttp2Session): void {
  if (session.destroyed || session.closed) return;
  session.goaway(constants.NGHTTP2_NO_ERROR, EVERY_STREAM);
  const close = (): void => {
    clearTimeout(late);
    session.close();
  };
  const late = setTimeout(close, ANSWER_MS).unref();
  if (!session.ping(close)) close();
}
