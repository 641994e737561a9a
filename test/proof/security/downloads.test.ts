import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../../src/package-root.js';

/** A way in which a script may fetch something, and what must stand in the same file for it to be held against a checksum. */
interface Way {
  readonly what: string;
  readonly uses: RegExp;
  /** `undefined` when all is well. */
  readonly fault: (source: string, file: string) => string | undefined;
}

const WAYS: readonly Way[] = [
  {
    what: 'a package of npm',
    uses: /\bpackPackage\(/,
    fault: (source) =>
      /SHA256 = ('[\da-f]{64}'|\{(\s+'?[\w ]+'?: '[\da-f]{64}',)+\s+\})/.test(source) ||
      isItsHome(source, 'packPackage')
        ? undefined
        : 'names no SHA-256',
  },
  {
    what: 'npm itself',
    uses: /runNpm\(\s*\[/,
    fault: (source) => {
      const verbs = [...source.matchAll(/runNpm\(\s*\[\s*'([\w-]+)'/g)].map(([, verb]) => verb ?? '');
      // ci installs what package-lock.json holds the hash of; pack is checked by whoever calls it; the others fetch nothing.
      return only(verbs, ['ci', 'pack', 'config', 'audit', 'sbom', 'run', 'ls']);
    },
  },
  {
    what: 'a package of the distribution',
    uses: /apt-get'|apt-get (download|install)|\bapt\(/,
    fault: (source) =>
      // apt holds it against the archive's signature; only our own wrapper, with signed lists of its own, may call it.
      isItsHome(source, 'downloadPackages') || !/run\('apt-get|must\([^,]+, 'apt-get/.test(source)
        ? /allow-?unauthenticated|allow-?insecure|trusted=yes/i.test(source)
          ? 'takes what nobody signed'
          : undefined
        : 'calls apt-get by itself; use downloadPackages',
  },
  {
    what: 'a Go module by its name',
    uses: /'go',\s*\['mod', 'download'/,
    fault: (source) =>
      /'?h1:[\w+/]{43}=/.test(source) && /Sum !== \w+/i.test(source) ? undefined : 'compares no h1: checksum',
  },
  {
    what: 'a build of Go',
    uses: /'go',\s*\[\s*'build'/,
    fault: (source, file) => {
      if (/'?h1:[\w+/]{43}=/.test(source)) return undefined;
      const [, folder] = /SOURCES = fileURLToPath\(new URL\('([\w-]+)'/.exec(source) ?? [];
      const sums = join(dirname(file), folder ?? '', 'go.sum');
      return folder !== undefined && existsSync(sums) ? undefined : 'has no go.sum beside its sources';
    },
  },
  {
    what: 'a package of Python',
    uses: /'pip'|\bpip\(|"pip"/,
    fault: (source) =>
      /requireSha256\(|sha256/i.test(source) && /'[\da-f]{64}'|"[\da-f]{64}"|SHA256/.test(source)
        ? undefined
        : 'checks no SHA-256',
  },
  {
    what: 'anything else from the network',
    uses: /\b(curl|wget|git clone|urlopen|urlretrieve|hf_hub_download|snapshot_download|from_pretrained)\b|requests\.get|\bfetch\(\s*['"`](?!http:\/\/(127\.0\.0\.1|localhost))|\bhttps?\.get\(/,
    fault: () => 'fetches by a way that nothing checks; use one of the others',
  },
];

function isItsHome(source: string, name: string): boolean {
  return source.includes(`export async function ${name}(`);
}

function only(found: readonly string[], allowed: readonly string[]): string | undefined {
  const other = found.find((word) => !allowed.includes(word));
  return other === undefined ? undefined : `runs npm ${other}`;
}

describe('what scripts fetch', () => {
  const folder = join(packageRoot, 'scripts');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(mjs|sh|py)$/.test(name))
    .map((name) => join(folder, name));
  const code = (file: string): string => readFileSync(file, 'utf8').replaceAll(/^\s*(\/\/|\*|\/\*).*$/gm, '');

  for (const { what, uses, fault } of WAYS) {
    it(`is held against a checksum or a signature: ${what}`, () => {
      const faults = files.flatMap((file) => {
        const source = code(file);
        const found = uses.test(source) ? fault(source, file) : undefined;
        return found === undefined ? [] : [`${file} ${found}`];
      });
      assert.deepEqual(faults, []);
    });
  }

  it('is by ways that are known: each of them is in use, but for the last', () => {
    for (const { what, uses } of WAYS.slice(0, -1))
      assert.ok(
        files.some((file) => uses.test(code(file))),
        what,
      );
  });
});

describe('what npm installs', () => {
  const lock = JSON.parse(readFileSync(join(packageRoot, 'package-lock.json'), 'utf8')) as {
    readonly lockfileVersion: number;
    readonly packages: Readonly<Record<string, { readonly integrity?: string; readonly resolved?: string }>>;
  };
  const manifest = JSON.parse(readFileSync(join(packageRoot, 'package.json'), 'utf8')) as Readonly<
    Record<'dependencies' | 'devDependencies', Readonly<Record<string, string>>>
  >;

  it('is held against a SHA-512 that is in package-lock.json, every package of it', () => {
    const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
    assert.ok(lock.lockfileVersion >= 3 && packages.length > 200);
    for (const [path, { integrity, resolved }] of packages) {
      assert.match(integrity ?? '', /^sha512-[\w+/]{86}==$/, path);
      assert.equal(resolved, undefined, `${path}: no registry is written down, so that any may serve it`);
    }
  });

  it('is what package.json names, to the patch', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      assert.match(version, /^\d+\.\d+\.\d+(-[\w.]+)?$/, name);
    }
  });

  it('runs no script of its own but with a reason', () => {
    const { allowScripts } = manifest as unknown as {
      readonly allowScripts: Readonly<Record<string, boolean>>;
    };
    assert.deepEqual(new Set(Object.values(allowScripts)), new Set([false]));
  });
});
