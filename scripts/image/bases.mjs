/**
 * Stand-ins for the images that deploy/Dockerfile starts from, for machines that reach no registry of images: the same
 * distribution's packages and the same Node, under the same names, so that the Dockerfile stays as it is.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { downloadPackages, must, unpackPackage } from '../apt-package.mjs';
import { packPackage } from '../pack-package.mjs';
import { step } from '../progress.mjs';

/** Names as they stand behind FROM in deploy/Dockerfile. */
export const NODE_BASE = 'docker.io/library/node:22-bookworm-slim';
export const RUN_BASE = 'gcr.io/distroless/cc-debian12:nonroot';
/** The base of the test's Envoy image: glibc, bash and the core programs. */
export const DEBIAN_BASE = 'docker.io/library/debian:bookworm-slim';

const NODE_VERSION = '22.23.3';
const NODE_SHA256 = {
  x64: '00b5c43d88958dbbf45339c4d5e9a76289c7e25876fd08270b379e485e151fc5',
  arm64: '894b9938b215d40b3a38db094ef436d02b3bc7dd16f04fca145a4735cd9e9035',
};
const NPM = 'npm@10.9.9';
const NPM_SHA256 = 'c80bd097147cce32e31010b791bab8c71a26a5e10668210ec9d2e7f4c7cea2a1';

/** What the distroless image holds. */
const RUN_PACKAGES = [
  'base-files',
  'ca-certificates',
  'gcc-12-base',
  'libc6',
  'libgcc-s1',
  'libgomp1',
  'libssl3',
  'libstdc++6',
  'netbase',
  'tzdata',
];

/** What a shell and the usual commands need beside them. */
const SHELL_PACKAGES = [
  'bash',
  'coreutils',
  'dash',
  'debianutils',
  'diffutils',
  'findutils',
  'grep',
  'libacl1',
  'libattr1',
  'libgmp10',
  'libpcre2-8-0',
  'libselinux1',
  'libtinfo6',
  'sed',
  'zlib1g',
];

const USERS = {
  passwd: [
    'root:x:0:0:root:/root:/sbin/nologin',
    'node:x:1000:1000::/home/node:/bin/sh',
    'nonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin',
    'nobody:x:65534:65534:nobody:/nonexistent:/sbin/nologin',
  ],
  group: ['root:x:0:', 'node:x:1000:', 'nonroot:x:65532:', 'nogroup:x:65534:'],
};

const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt';

/** Puts every base into the store that it lacks. */
export async function ensureBases(builder, folder) {
  const names = [NODE_BASE, RUN_BASE, DEBIAN_BASE];
  const present = await Promise.all(names.map((name) => builder.has(name)));
  if (present.every(Boolean)) return;
  const work = mkdtempSync(join(folder, 'bases-'));
  try {
    await step('fetching the parts of the base images (80 MB)', () => fetchParts(work));
    await step('making the base images', () => makeBases(builder, work));
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

async function fetchParts(work) {
  await Promise.all([
    fetchDebian(work),
    fetchNode('x64', join(work, 'node')),
    fetchPackage(NPM, NPM_SHA256, join(work, 'npm')),
  ]);
}

/** Puts Node's own build for Linux on `architecture` (`x64` or `arm64`) at `package/bin/node` in a new folder. */
export async function fetchNode(architecture, folder) {
  await fetchPackage(`node-linux-${architecture}@${NODE_VERSION}`, NODE_SHA256[architecture], folder);
}

async function fetchPackage(name, sha256, folder) {
  mkdirSync(folder);
  const tarball = await packPackage(name, sha256, folder);
  await must(`${name} cannot be unpacked`, 'tar', ['-xf', tarball, '-C', folder, '--no-same-owner']);
  rmSync(tarball);
}

/** Two root folders: `run`, which has no shell, and `shell`, which adds one. */
async function fetchDebian(work) {
  const debs = join(work, 'debs');
  mkdirSync(debs);
  const archives = await downloadPackages([...RUN_PACKAGES, ...SHELL_PACKAGES], debs);
  const isPartOf = (packages) => (archive) =>
    packages.some((name) => archive.startsWith(join(debs, `${name}_`)));
  for (const archive of archives.filter(isPartOf(RUN_PACKAGES)))
    await unpackPackage(archive, join(work, 'run'));
  cpSync(join(work, 'run'), join(work, 'shell'), { recursive: true, verbatimSymlinks: true });
  for (const archive of archives.filter(isPartOf(SHELL_PACKAGES)))
    await unpackPackage(archive, join(work, 'shell'));
  await Promise.all(['run', 'shell'].map((name) => finishRoot(join(work, name))));
}

/** What the packages' install scripts would do, as far as a program notices it. */
async function finishRoot(root) {
  for (const name of ['doc', 'man', 'locale', 'lintian', 'bash-completion', 'bug']) {
    rmSync(join(root, 'usr/share', name), { recursive: true, force: true });
  }
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) {
    const folder = join(root, name);
    mkdirSync(join(root, 'usr', name), { recursive: true });
    if (existsSync(folder))
      await must(`${folder} cannot be merged`, 'cp', ['-a', `${folder}/.`, join(root, 'usr', name)]);
    rmSync(folder, { recursive: true, force: true });
    symlinkSync(`usr/${name}`, folder);
  }
  for (const name of ['home/nonroot', 'home/node', 'root', 'etc/ssl/certs', 'proc', 'sys', 'dev', 'run']) {
    mkdirSync(join(root, name), { recursive: true });
  }
  for (const [name, lines] of Object.entries(USERS))
    writeFileSync(join(root, 'etc', name), `${lines.join('\n')}\n`);
  const bundle = 'cat "$0"/usr/share/ca-certificates/mozilla/*.crt > "$0$1"';
  await must('the certificates cannot be bundled', 'sh', ['-c', bundle, root, CERTIFICATES]);
}

async function makeBases(builder, work) {
  const path = 'ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const make = (tag, ...lines) => {
    const file = join(work, 'Dockerfile');
    writeFileSync(file, `${lines.join('\n')}\n`);
    return builder.build({ tag, file, context: work });
  };
  await make(
    RUN_BASE,
    ...['FROM scratch', 'COPY run/ /', path, `ENV SSL_CERT_FILE=${CERTIFICATES}`],
    ...['USER 65532', 'WORKDIR /home/nonroot'],
  );
  await make(DEBIAN_BASE, 'FROM scratch', 'COPY shell/ /', path, 'CMD ["bash"]');
  await make(
    NODE_BASE,
    `FROM ${DEBIAN_BASE}`,
    'COPY node/package/bin/node /usr/local/bin/node',
    'COPY npm/package /usr/local/lib/node_modules/npm',
    ...['npm', 'npx'].map(
      (name) => `RUN ln -s ../lib/node_modules/npm/bin/${name}-cli.js /usr/local/bin/${name}`,
    ),
    'CMD ["node"]',
  );
}
