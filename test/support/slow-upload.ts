import { request } from 'node:http';
import type { JsonObject } from '../../demo/stand-in/json.js';

/** A request whose head and first half are sent, and whose rest waits for the test. */
export interface SlowUpload {
  /** Sends the rest; resolves with the answer's status and headers. */
  finish(): Promise<{ readonly status: number; readonly headers: Readonly<Record<string, unknown>> }>;
}

export function startSlowUpload(base: string, body: JsonObject): SlowUpload {
  const text = JSON.stringify(body);
  const half = Math.floor(text.length / 2);
  const headers = { 'content-type': 'application/json' };
  const upload = request(`${base}/v1/chat/completions`, { method: 'POST', headers, agent: false });
  const answered = new Promise<{ status: number; headers: Readonly<Record<string, unknown>> }>(
    (resolve, reject) => {
      upload.once('error', reject);
      upload.once('response', (response) => {
        response.resume();
        response.once('error', reject);
        response.once('end', () => {
          resolve({ status: response.statusCode ?? 0, headers: response.headers });
        });
      });
    },
  );
  upload.write(text.slice(0, half));
  return {
    finish: () => {
      upload.end(text.slice(half));
      return answered;
    },
  };
}
