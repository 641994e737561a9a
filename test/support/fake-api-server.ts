import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An object as the API server keeps it. */
export interface StoredObject {
  apiVersion?: string;
  kind?: string;
  metadata: Record<string, unknown>;
  [key: string]: unknown;
}

/** What happens to a request instead of its answer: a status, `hang` for ever, or `break` the connection. */
export type Fault = number | 'hang' | 'break' | undefined;

/** Of the Kubernetes protocol what faults need that a real API server does not show: lists by page, watches, patches, conflicts. */
export interface FakeApiServer {
  port: number;
  /** A kubeconfig that leads here. */
  kubeconfig(folder: string): Promise<string>;
  put(plural: string, name: string, object: Omit<StoredObject, 'metadata'>): StoredObject;
  remove(plural: string, name: string): void;
  objects(plural: string): StoredObject[];
  /** Ends all watches; without an end of the answer when `rudely`. */
  cutWatches(rudely?: boolean): void;
  /** Forgets all versions so far: whoever watches from one of them gets a 410 as an event, or as the answer. */
  expire(as: 'event' | 'answer'): void;
  /** Asked at each request. */
  fault: (request: { method: string; path: string; query: URLSearchParams }) => Fault;
  /** `METHOD /path` of each request so far. */
  readonly log: string[];
  /** Tokens seen in requests. */
  readonly tokens: string[];
  readonly watches: number;
  /** Versions of our group that are served. */
  versions: string[];
  stop(): Promise<void>;
}

interface WatchStream {
  readonly plural: string;
  readonly response: ServerResponse;
}

export async function startFakeApiServer(): Promise<FakeApiServer> {
  const store = new Map<string, Map<string, StoredObject>>();
  const streams = new Set<WatchStream>();
  const history: { version: number; plural: string; type: string; object: StoredObject }[] = [];
  let version = 100;
  let oldest = 0;
  let expiresAs: 'event' | 'answer' = 'event';
  const server = createServer((request, response) => void serve(request, response));
  const fake: FakeApiServer = {
    port: 0,
    log: [],
    tokens: [],
    versions: ['v1alpha1'],
    fault: () => undefined,
    get watches() {
      return streams.size;
    },
    async kubeconfig(folder) {
      const path = join(folder, 'kubeconfig.json');
      const cluster = { server: `http://127.0.0.1:${fake.port}`, 'insecure-skip-tls-verify': true };
      const config = {
        ...{ apiVersion: 'v1', kind: 'Config', 'current-context': 'c' },
        clusters: [{ name: 'c', cluster }],
        users: [{ name: 'u', user: { token: 'secret' } }],
        contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
      };
      await writeFile(path, JSON.stringify(config));
      return path;
    },
    put(plural, name, object) {
      const known = objectsOf(plural).get(name);
      const isSameSpec = JSON.stringify(known?.['spec']) === JSON.stringify(object['spec']);
      const generation = Number(known?.metadata['generation'] ?? 0) + (isSameSpec ? 0 : 1);
      return keep(plural, {
        ...known,
        ...object,
        metadata: { namespace: 'llm', uid: `uid-${name}`, ...known?.metadata, name, generation },
      });
    },
    remove(plural, name) {
      const object = objectsOf(plural).get(name);
      if (object === undefined) return;
      objectsOf(plural).delete(name);
      version += 1;
      tell(plural, 'DELETED', {
        ...object,
        metadata: { ...object.metadata, resourceVersion: String(version) },
      });
    },
    objects: (plural) => [...objectsOf(plural).values()],
    cutWatches(rudely = false) {
      for (const stream of streams) {
        const { response } = stream;
        streams.delete(stream);
        if (rudely) response.destroy();
        else response.end();
      }
    },
    expire(as) {
      version += 1;
      oldest = version;
      expiresAs = as;
    },
    async stop() {
      for (const { response } of streams) response.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  function objectsOf(plural: string): Map<string, StoredObject> {
    const objects = store.get(plural) ?? new Map<string, StoredObject>();
    store.set(plural, objects);
    return objects;
  }

  function keep(plural: string, object: StoredObject): StoredObject {
    version += 1;
    const kept = { ...object, metadata: { ...object.metadata, resourceVersion: String(version) } };
    const name = String(object.metadata['name']);
    const type = objectsOf(plural).has(name) ? 'MODIFIED' : 'ADDED';
    objectsOf(plural).set(name, kept);
    tell(plural, type, kept);
    return kept;
  }

  function tell(plural: string, type: string, object: StoredObject): void {
    history.push({ version, plural, type, object });
    for (const stream of streams) {
      if (stream.plural === plural) stream.response.write(`${JSON.stringify({ type, object })}\n`);
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://fake');
    const method = request.method ?? 'GET';
    fake.log.push(`${method} ${url.pathname}`);
    fake.tokens.push(request.headers.authorization ?? '');
    const fault = fake.fault({ method, path: url.pathname, query: url.searchParams });
    if (fault === 'hang') return;
    if (fault === 'break') {
      request.destroy();
      return;
    }
    if (fault !== undefined) {
      answer(response, fault, { kind: 'Status', message: `fault ${fault}` });
      return;
    }
    if (url.pathname === '/apis' || url.pathname === '/apis/') {
      const versions = fake.versions.map((one) => ({ groupVersion: `dragoman.dev/${one}`, version: one }));
      const groups = versions.length === 0 ? [] : [{ name: 'dragoman.dev', versions }];
      answer(response, 200, { kind: 'APIGroupList', apiVersion: 'v1', groups });
      return;
    }
    await serveObjects(request, response, url);
  }

  async function serveObjects(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const path = /^\/apis\/([^/]+)\/([^/]+)\/namespaces\/[^/]+\/([^/]+)(?:\/([^/]+))?(\/status)?$/.exec(
      url.pathname,
    );
    const [, group, groupVersion = '', plural = '', name] = path ?? [];
    if (path === null || (group === 'dragoman.dev' && !fake.versions.includes(groupVersion))) {
      answer(response, 404, { kind: 'Status', message: 'the server could not find the requested resource' });
      return;
    }
    const body = await readBody(request);
    if (name === undefined && request.method === 'POST') create(response, plural, body);
    else if (name !== undefined) serveOne(request.method ?? 'GET', response, { plural, name, body });
    else if (url.searchParams.get('watch') === 'true') watch(response, plural, url.searchParams);
    else list(response, plural, url.searchParams);
  }

  function create(response: ServerResponse, plural: string, body: StoredObject): void {
    const name = String(body.metadata['name']);
    if (objectsOf(plural).has(name)) answer(response, 409, { kind: 'Status', message: 'already exists' });
    else answer(response, 201, keep(plural, body));
  }

  function serveOne(
    method: string,
    response: ServerResponse,
    { plural, name, body }: { plural: string; name: string; body: StoredObject },
  ): void {
    const known = objectsOf(plural).get(name);
    if (known === undefined) answer(response, 404, { kind: 'Status', message: `${name} not found` });
    else if (method === 'GET') answer(response, 200, known);
    else {
      const wanted = (body as Partial<StoredObject>).metadata?.['resourceVersion'];
      if (wanted !== undefined && wanted !== known.metadata['resourceVersion']) {
        answer(response, 409, { kind: 'Status', message: 'the object has been modified' });
        return;
      }
      const metadata = { ...known.metadata, ...(body as Partial<StoredObject>).metadata };
      answer(response, 200, keep(plural, { ...(method === 'PUT' ? {} : known), ...body, metadata }));
    }
  }

  function list(response: ServerResponse, plural: string, query: URLSearchParams): void {
    const all = [...objectsOf(plural).values()];
    const from = Number(query.get('continue') ?? 0);
    const limit = Number(query.get('limit') ?? all.length);
    const next = from + limit < all.length ? { continue: String(from + limit) } : {};
    const metadata = { resourceVersion: String(version), ...next };
    answer(response, 200, { kind: 'List', metadata, items: all.slice(from, from + limit) });
  }

  function watch(response: ServerResponse, plural: string, query: URLSearchParams): void {
    const since = Number(query.get('resourceVersion') ?? 0);
    const gone = { kind: 'Status', code: 410, reason: 'Expired', message: 'too old resource version' };
    if (since < oldest && expiresAs === 'answer') {
      answer(response, 410, gone);
      return;
    }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    if (since < oldest) {
      response.end(`${JSON.stringify({ type: 'ERROR', object: gone })}\n`);
      return;
    }
    const stream = { plural, response };
    streams.add(stream);
    response.on('close', () => streams.delete(stream));
    for (const event of history) {
      if (event.version > since && event.plural === plural) {
        response.write(`${JSON.stringify({ type: event.type, object: event.object })}\n`);
      }
    }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  fake.port = (server.address() as AddressInfo).port;
  return fake;
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request: IncomingMessage): Promise<StoredObject> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return (text === '' ? {} : JSON.parse(text)) as StoredObject;
}
