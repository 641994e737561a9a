// node deploy/prune-packages.mjs FOLDER x64|arm64: takes out of a node_modules folder what a run on Linux with glibc never reads.
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [folder = '', architecture = ''] = process.argv.slice(2);

/** Type declarations, source maps, sources in TypeScript or C, native code of another runtime, pages for people. */
const UNREAD = /\.(d\.[mc]?ts|[mc]?ts|map|bare|c|cc|h|md|markdown|html|png|ico|tgz)$/i;
const LICENCE = /^(licen[cs]e|notice|copying|authors)/i;
/** Builds for browsers, of packages that Node does not find by another name. */
const BROWSER_BUILDS = ['protobufjs/dist', 're2js/build/index.umd.js', 'yaml/browser'];
/** Mostly generated code, of which the larger part is comments: 17 MB. */
const COMMENTED = ['@kubernetes/client-node/dist/gen', '@opentelemetry', '@redis/client/dist'];
/** Folders of a package that hold no code of it. */
const UNREAD_FOLDERS = new Set([
  'test',
  'tests',
  '__tests__',
  'example',
  'examples',
  'benchmark',
  'benchmarks',
  '.github',
]);
/** Fields by which bundlers find another build of the same code; Node goes by `main` where there is no `exports`. */
const BUNDLER_FIELDS = ['module', 'esnext', 'es2015', 'jsnext:main'];

/** Calls `visit` with each package's folder, nested ones too. */
function eachPackage(modules, visit) {
  for (const name of readdirSync(modules)) {
    const path = join(modules, name);
    if (name.startsWith('@')) eachPackage(path, visit);
    else if (existsSync(join(path, 'package.json'))) {
      visit(path);
      if (existsSync(join(path, 'node_modules'))) eachPackage(join(path, 'node_modules'), visit);
    }
  }
}

function prunePackage(path) {
  const {
    exports,
    main = 'index.js',
    ...manifest
  } = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  pruneFolder(path);
  if (exports !== undefined) return;
  for (const field of BUNDLER_FIELDS) {
    const [top, build] = String(manifest[field] ?? '')
      .replace(/^\.\//, '')
      .split('/');
    // Such as build/esm beside build/src.
    if (top && build && !/\.[cm]?js$/.test(build) && !main.includes(`${top}/${build}/`)) {
      rmSync(join(path, top, build), { recursive: true, force: true });
    }
  }
}

function pruneFolder(path) {
  for (const entry of readdirSync(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) {
      if (UNREAD_FOLDERS.has(entry.name)) rmSync(child, { recursive: true });
      else if (entry.name !== 'node_modules') pruneFolder(child);
    } else if (UNREAD.test(entry.name) && !LICENCE.test(entry.name)) rmSync(child);
  }
}

/** The package holds the libraries of every platform, and those of graphics cards, which nothing here uses. */
function pruneEncoder() {
  const bin = join(folder, 'onnxruntime-node/bin');
  for (const name of readdirSync(bin, { recursive: true })) {
    const file = join(bin, name);
    if (!statSync(file).isFile()) continue;
    if (!name.includes(`/linux/${architecture}/`) || name.includes('_providers_')) rmSync(file);
  }
}

function stripComments(path) {
  const typescript = createRequire(import.meta.url)('typescript');
  const compilerOptions = { removeComments: true, target: 'esnext', module: 'esnext', allowJs: true };
  for (const fileName of readdirSync(path, { recursive: true }).filter((name) => /\.[cm]?js$/.test(name))) {
    const file = join(path, fileName);
    const { outputText } = typescript.transpileModule(readFileSync(file, 'utf8'), {
      fileName,
      compilerOptions,
    });
    writeFileSync(file, outputText);
  }
}

eachPackage(folder, prunePackage);
pruneEncoder();
for (const path of BROWSER_BUILDS) rmSync(join(folder, path), { recursive: true, force: true });
for (const path of COMMENTED) stripComments(join(folder, path));
