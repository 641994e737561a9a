import { randomFreePort } from '../../demo/free-port.js';

/** Ports of 127.0.0.1 that a page has for itself, by those that it names. */
export type Ports = ReadonlyMap<string, number>;

/** Where clients ask, where Dragoman asks models, and the admin ports of Envoy and of Dragoman, unless something else is said. */
export const USUAL_PORTS = {
  listener: '10000',
  internal: '10001',
  envoyAdmin: '9901',
  admin: '9902',
} as const;

const PORT =
  /(?<before>(?:localhost|127\.0\.0\.1|0\.0\.0\.0):|--(?:admin-)?port[ =]|http\.server )(?<port>\d+)\b/g;
const FORWARD = /(?<before>port-forward \S+ )(?<port>\d+)(?<remote>:\d+)?\b/g;

/** A command, also one of several lines, that runs beside those after it. */
const GOES_ON = /^(?<command>(?:[^\n]*\\\n)*[^#\n]*\S)\s+#[^\n]*\buntil Ctrl-C\b[^\n]*$/gm;

/** Ports for the usual ones, and for all that these scripts name. */
export async function choosePorts(scripts: readonly string[]): Promise<Ports> {
  const named = scripts.flatMap((script) =>
    [...script.matchAll(PORT), ...script.matchAll(FORWARD)].map(({ groups }) => groups?.['port'] ?? ''),
  );
  const ports = new Map<string, number>();
  for (const port of new Set([...Object.values(USUAL_PORTS), ...named])) {
    ports.set(port, await randomFreePort());
  }
  return ports;
}

/**
 * The commands of a block with ports and a temporary folder of the page's own, so that pages can be run beside each other.
 * What a comment says goes on until Ctrl-C runs on in the background, as in another terminal; lines keep their places.
 *
 * @param temporary stands for `/tmp`
 */
export function adapt(script: string, ports: Ports, temporary: string): string {
  const own = (port: string): string => String(ports.get(port) ?? port);
  return script
    .replaceAll(PORT, (_, before: string, port: string) => `${before}${own(port)}`)
    .replaceAll(
      FORWARD,
      (_, before: string, port: string, remote = `:${port}`) => `${before}${own(port)}${String(remote)}`,
    )
    .replaceAll(/(?<![\w./])\/tmp\//g, `${temporary}/`)
    .replaceAll(GOES_ON, (_, command: string) => {
      const output = '"$DOCUMENTED_BLOCK.beside"';
      return `{ ${command}; } >>${output} 2>&1 & goes_on $! ${output} ${probeOf(command, ports)}`;
    });
}

/** What succeeds once a command answers; empty where nobody knows. */
function probeOf(command: string, ports: Ports): string {
  const curl = 'curl -s -o /dev/null';
  const [, forwarded] = /port-forward \S+ (\d+)/.exec(command) ?? [];
  if (forwarded !== undefined) return `${curl} http://127.0.0.1:${forwarded}`;
  const [, admin = ports.get(USUAL_PORTS.admin)] = /--admin[ =]\S*:(\d+)/.exec(command) ?? [];
  if (command.includes('dragoman serve')) return `${curl} -f http://127.0.0.1:${admin ?? ''}/readyz`;
  if (!/^(?:envoy|npm start) /.test(`${command} `)) return '';
  return `${curl} -f http://127.0.0.1:${ports.get(USUAL_PORTS.listener) ?? ''}/v1/models`;
}
