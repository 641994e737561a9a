import { request, type IncomingHttpHeaders } from 'node:http';

export interface AdminAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON. @throws SyntaxError */
  json(): unknown;
}

export interface AdminQuestion {
  readonly method?: string;
  /** Header `host` included, which `fetch` would not send. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** Asks the admin port on 127.0.0.1; the path is sent exactly as it is, dots and all. */
export function askAdmin(port: number, path: string, question: AdminQuestion = {}): Promise<AdminAnswer> {
  const { method = 'GET', headers = {}, body } = question;
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.once('error', reject);
      response.once('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          json: () => JSON.parse(text) as unknown,
        });
      });
    });
    asked.once('error', reject);
    asked.end(body);
  });
}
