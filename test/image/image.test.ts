import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { promisify } from 'node:util';
import { packageRoot, packageVersion } from '../../src/package-root.js';
import { ask, chat } from '../support/ask.js';
import type { Ran } from '../support/dragoman.js';
import { type Image, openImage } from '../support/image-archive.js';
import { IMAGE_USER, imageCommand, runInImage } from '../support/image-command.js';
import { filesUnder, machineOf } from '../support/image-files.js';
import { loadEach, lockedPackages } from '../support/image-packages.js';
import { poolText, routeText } from '../support/pool-text.js';
import { startStack } from '../support/stack.js';

const MEGABYTE = 1_000_000;
const LIMIT_MB = 250;
/** What is ours; the rest is the base's. */
const OURS = ['app', 'usr/local'];
const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];

let image: Image;
let arm: Image;
let work: string;

before(async () => {
  const build = join(packageRoot, 'scripts/image/main.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [build, '--arm64-files']);
  const [amdArchive = '', armArchive = ''] = stdout.trim().split('\n').slice(-2);
  image = openImage(amdArchive);
  arm = openImage(armArchive);
  work = mkdtempSync(join(tmpdir(), 'dragoman-'));
  const registry = join(work, 'registry');
  mkdirSync(registry);
  writeFileSync(
    join(registry, 'pool.yaml'),
    poolText().replaceAll(/\{\{[a-z]+\}\}/g, 'http://127.0.0.1:9/v1'),
  );
  writeFileSync(join(registry, 'routes.yaml'), REGISTRY_ROUTE);
});

after(() => {
  image.close();
  arm.close();
  rmSync(work, { recursive: true, force: true });
});

const REGISTRY_ROUTE = routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`);

/** Runs the image's entry point. */
function dragoman(...args: readonly string[]): Ran {
  return runInImage(imageCommand(image, work), args);
}

function ourFiles(of: Image): ReturnType<typeof filesUnder> {
  return OURS.flatMap((folder) => filesUnder(join(of.root, folder)));
}

describe('the image', () => {
  it('is small', (t) => {
    const size = image.bytes / MEGABYTE;
    t.diagnostic(`the image is ${size.toFixed(1)} MB, what it adds for arm64 ${sizeOf(ourFiles(arm))} MB`);
    assert.ok(size < LIMIT_MB, `${size.toFixed(1)} MB, want less than ${LIMIT_MB}`);
  });

  it('says how it is run', () => {
    const { architecture, os, config } = image.config;
    assert.deepEqual([os, architecture], ['linux', 'amd64']);
    assert.equal(config.User, `${IMAGE_USER}:${IMAGE_USER}`);
    assert.deepEqual(config.Entrypoint.at(-1), '/app/dist/src/cli/main.js');
    assert.deepEqual(config.Cmd, ['--help']);
    assert.deepEqual(Object.keys(config.ExposedPorts), ['9902/tcp']);
    assert.equal(config.Healthcheck.Test[0], 'CMD', 'a health check that needs no shell');
    assert.ok(config.Env.includes('NODE_ENV=production'));
    assert.deepEqual(image.names, [`docker.io/library/dragoman:${packageVersion()}`]);
  });

  it('says where it comes from', () => {
    const { Labels: labels } = image.config.config;
    const of = (name: string): string => labels[`org.opencontainers.image.${name}`] ?? '';
    assert.equal(of('version'), packageVersion());
    assert.match(of('revision'), /^([0-9a-f]{40}(-dirty)?|unknown)$/);
    assert.match(of('created'), /^\d{4}-\d\d-\d\dT/);
    for (const name of ['title', 'description', 'licenses', 'source', 'base.name'])
      assert.notEqual(of(name), '');
    assert.ok(existsSync(join(image.root, labels['dev.dragoman.sbom.path'] ?? 'no such label')));
  });

  it('holds no shell and no package manager', () => {
    const programs = /\/(sh|bash|dash|ash|zsh|busybox|npm|npx|yarn|apt|apt-get|dpkg|curl|wget)$/;
    const found = filesUnder(image.root)
      .filter(({ path, folder }) => !folder && programs.test(path))
      .map(({ path }) => path);
    assert.deepEqual(found, []);
  });

  it('has no file that its user could write, and none that is run as another user', () => {
    const wrong = ourFiles(image).filter(
      ({ uid, gid, mode, link }) =>
        !link && (uid !== 0 || gid !== 0 || (mode & 0o002) !== 0 || (mode & 0o6000) !== 0),
    );
    assert.deepEqual(
      wrong.map(({ path }) => path),
      [],
    );
  });

  it('lists every production package that it holds, with its licence', () => {
    const sbom = JSON.parse(readFileSync(join(image.root, 'app/sbom.cdx.json'), 'utf8')) as Sbom;
    assert.equal(sbom.bomFormat, 'CycloneDX');
    const listed = new Map(sbom.components.map((component) => [component.purl, component]));
    const locked = lockedPackages('x64');
    assert.ok(locked.length > 100);
    for (const { name, version } of locked) {
      const component = listed.get(`pkg:npm/${name.replace('@', '%40')}@${version}`);
      assert.ok(component, `${name}@${version} is not listed`);
      assert.ok((component.licenses ?? []).length > 0, `${name}@${version} has no licence`);
    }
  });
});

interface Sbom {
  readonly bomFormat: string;
  readonly components: readonly {
    readonly purl: string;
    readonly licenses?: readonly unknown[];
  }[];
}

function sizeOf(files: ReturnType<typeof filesUnder>): string {
  return (files.reduce((sum, { bytes }) => sum + bytes, 0) / MEGABYTE).toFixed(1);
}

describe('a run of the image, read-only and as its user', () => {
  it('prints its help', () => {
    const { status, stdout, stderr } = runInImage(imageCommand(image, work), image.config.config.Cmd);
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Usage: dragoman/);
  });

  it('cannot write, be another user, or gain a right', () => {
    const text = `
      const { writeFileSync, readFileSync } = require('node:fs');
      const codes = ['/app/x', '/tmp/x', '/usr/local/x'].map((file) => {
        try { writeFileSync(file, ''); return 'written'; } catch (error) { return error.code; }
      });
      const caps = /^CapEff:\\s*(\\w+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))[1];
      console.log(JSON.stringify([codes, process.getuid(), process.getgroups(), caps]));`;
    const { stdout, stderr } = runInImage(imageCommand(image, work, ['/usr/local/bin/node', '-e']), [text]);
    const [codes, uid, groups, capabilities] = JSON.parse(stdout || stderr) as unknown[];
    assert.deepEqual(codes, ['EROFS', 'EROFS', 'EROFS']);
    assert.equal(uid, IMAGE_USER);
    assert.deepEqual(groups, [IMAGE_USER]);
    assert.equal(capabilities, '0000000000000000');
  });

  it('checks a registry', () => {
    const { status, stdout, stderr } = dragoman('check', join(work, 'registry'));
    assert.equal(status, 0, stdout + stderr);
  });

  it('explains a prompt with the encoder that is inside', () => {
    const { status, stdout, stderr } = dragoman(
      'explain',
      join(work, 'registry'),
      'hello, tell me something funny',
      '--table',
    );
    assert.equal(status, 0, stderr);
    assert.match(stdout, /small-talk/);
  });

  it('loads every package that loads here', async () => {
    const packages = lockedPackages('x64');
    const here = await loadEach([process.execPath], packageRoot, packages);
    const there = await loadEach(imageCommand(image, work, ['/usr/local/bin/node']), '/app', packages);
    assert.deepEqual(
      here.filter((name) => !there.includes(name)),
      [],
    );
    for (const name of ['onnxruntime-node', 'libsql', 'pg', '@redis/client', '@kubernetes/client-node']) {
      assert.ok(there.includes(`|${name}`), name);
    }
  });

  it('routes requests of a real Envoy', async () => {
    const stack = await startStack({
      registry: { 'pool.yaml': poolText(), 'routes.yaml': REGISTRY_ROUTE },
      program: (folder) => imageCommand(image, folder),
    });
    try {
      assert.equal((await fetch(`${stack.admin}/readyz`)).status, 200);
      const answer = await ask(stack.url, chat('hello, tell me something funny'));
      assert.deepEqual([answer.status, answer.route, answer.model], [200, 'small-talk', 'small']);
    } finally {
      await stack.stop();
    }
  });
});

describe('what the image for arm64 adds to its base', () => {
  it('holds native code for it only', () => {
    const native = ourFiles(arm).filter(({ path }) => /\.node$|\.so(\.\d+)*$|bin\/node$/.test(path));
    assert.deepEqual(new Set(native.map(({ path }) => machineOf(path))), new Set(['arm64']));
    for (const part of [
      'onnxruntime_binding.node',
      'libonnxruntime.so.1',
      '@libsql/linux-arm64-gnu/index.node',
    ]) {
      assert.ok(
        native.some(({ path }) => path.endsWith(part)),
        part,
      );
    }
  });

  it('holds the same files otherwise', () => {
    const portable = (of: Image): readonly string[] =>
      ourFiles(of)
        .map(({ path }) => path.slice(of.root.length))
        .filter((path) => !/x64|arm64/.test(path))
        .sort();
    assert.deepEqual(portable(arm), portable(image));
  });
});
