import type { IncomingHttpHeaders } from 'node:http';

/** One path of the admin port, as data: the server, the OpenAPI document and the reference are made from the table of these. */
export interface AdminEndpoint {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Begins with a slash; a part in braces matches one segment, as in `/decisions/{id}`, or, with a plus, all that follow. */
  readonly path: string;
  /** One line for the reference. */
  readonly summary: string;
  /** Whether it is answered without a token, wherever the port listens: probes, metrics and the console's own files. */
  readonly isOpen?: boolean;
  readonly parameters?: readonly AdminParameter[];
  /** Name of a type of `admin/api` or `console/api`; absent where no body is read. */
  readonly request?: string;
  /** Name of a type of `admin/api` or `console/api`, or a media type such as `text/html` where the answer is no JSON. */
  readonly response: string;
  /** HTTP statuses besides 200 that come with it, such as 503 of a probe; every other one comes with an AdminError. */
  readonly statuses?: readonly number[];
  /**
   * A DragomanError whose code has an HTTP status becomes that answer; anything else that it throws is a 500 that says no
   * more. Called only with parameters that have their types, each at most once.
   */
  readonly handle: (request: AdminRequest) => AdminReply | Promise<AdminReply>;
}

export interface AdminParameter {
  readonly name: string;
  readonly in: 'query' | 'path';
  /** Says the unit, the range and the default. */
  readonly description: string;
  readonly type: 'string' | 'number' | 'integer' | 'boolean';
}

export interface AdminRequest {
  /** Values of the path's parts in braces, decoded. */
  readonly parts: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Empty where none was sent; at most the endpoint's limit. */
  readonly body: Buffer;
  /** Aborted when the client leaves. */
  readonly signal: AbortSignal;
}

export type AdminReply =
  | { readonly kind: 'json'; readonly status: number; readonly body: object }
  | {
      readonly kind: 'content';
      readonly status: number;
      readonly contentType: string;
      readonly content: string | Buffer;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | {
      /** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html; each is one JSON value. */
      readonly kind: 'events';
      /** @returns what ends it; called once, when the client leaves or the server closes */
      readonly subscribe: (send: (data: object) => void) => () => void;
    };
