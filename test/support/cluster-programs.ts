import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/**
 * There is no container engine: the node has the images of `npm run image`. So `docker build` only looks whether what it is
 * told is there and has the name that the chart asks for.
 */
const DOCKER = `[[ "$1" == build || "$1 $2" == 'buildx build' ]] && [[ " $* " == *' -f deploy/Dockerfile '* ]]
[[ " $* " == *dragoman:0.1.0* && -f deploy/Dockerfile ]]`;

/** A page looks for lines of a log; that there are none is no failure of its command. */
const GREP = `PATH=\${PATH//"\${0%/*}:"/} grep "$@" || [[ $? -eq 1 && " $* " != *' -q '* ]]`;

/** A new folder with `kubectl`, `helm`, `docker` and `grep` by these names, for a PATH; the caller removes it. */
export function folderOfPrograms(): string {
  const folder = mkdtempSync(join(tmpdir(), 'programs-'));
  const cache = join(packageRoot, '.cache');
  const programs = {
    kubectl: `exec ${join(cache, 'kube/kube')} kubectl "$@"`,
    helm: `exec ${join(cache, 'helm/helm')} "$@"`,
    docker: DOCKER,
    grep: GREP,
  };
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, name), `#!/usr/bin/env bash\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}
