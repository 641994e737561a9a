import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AdminEndpoint, AdminReply, AdminRequest } from '../admin/endpoint.js';
import { problemReply } from '../admin/problem-reply.js';
import { packageRoot } from '../package-root.js';
import { type ConsoleFile, readConsoleFiles } from './console-files.js';

/** Nothing from elsewhere, nothing inline, nobody's frame. */
const PAGE_POLICY = [
  ...["default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:"],
  ...["connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"],
].join('; ');

/** The console's own folder and its compiled scripts, which are under `page/`. */
const FILES = join(packageRoot, 'console');
const PAGE = fileURLToPath(new URL('page', import.meta.url));

/** The console itself: its page, scripts and styles, open to all. */
export function consoleFileEndpoints(files = FILES, page = PAGE): readonly AdminEndpoint[] {
  let reading: Promise<ReadonlyMap<string, ConsoleFile>> | undefined;
  const read = async (): Promise<ReadonlyMap<string, ConsoleFile>> => {
    const own = await readConsoleFiles(files, ['html', 'css', 'svg', 'png', 'ico']);
    return new Map([...own, ...(await readConsoleFiles(page, ['js'], 'page/'))]);
  };
  const serve = async (name: string, request: AdminRequest): Promise<AdminReply> => {
    const file = (await (reading ??= read())).get(name);
    return file === undefined
      ? problemReply({
          code: 'path_not_found',
          message: 'The console has no such file; it begins at /console/.',
        })
      : fileReply(file, request);
  };
  const shared = { method: 'GET', isOpen: true, response: 'text/html' } as const;
  return [
    {
      ...shared,
      path: '/',
      summary: 'Leads to the console.',
      statuses: [302],
      handle: () => redirect('/console/'),
    },
    {
      ...shared,
      path: '/console',
      summary: 'Leads to the console.',
      statuses: [302],
      handle: () => redirect('/console/'),
    },
    {
      ...shared,
      path: '/console/',
      summary: 'The console.',
      statuses: [304],
      handle: (request) => serve('index.html', request),
    },
    {
      ...shared,
      path: '/console/{file+}',
      summary: 'Its scripts, styles and pictures.',
      statuses: [304],
      parameters: [
        {
          name: 'file',
          in: 'path',
          type: 'string',
          description: 'Name of the file, such as `page/main.js`.',
        },
      ],
      handle: (request) => serve(request.parts['file'] ?? '', request),
    },
  ];
}

function redirect(location: string): AdminReply {
  return { kind: 'content', status: 302, contentType: 'text/plain', content: '', headers: { location } };
}

function fileReply({ contentType, content, etag }: ConsoleFile, { headers }: AdminRequest): AdminReply {
  const isKnown = headers['if-none-match']?.split(',').some((known) => known.trim() === etag) === true;
  return {
    kind: 'content',
    status: isKnown ? 304 : 200,
    contentType,
    content: isKnown ? '' : content,
    headers: {
      etag,
      // Kept, but asked for anew each time, so that an update shows at once.
      'cache-control': 'no-cache',
      'content-security-policy': PAGE_POLICY,
      'cross-origin-opener-policy': 'same-origin',
    },
  };
}
