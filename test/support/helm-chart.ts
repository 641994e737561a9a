import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { packageRoot } from '../../src/package-root.js';

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A chart, and the Helm that it is tested with. */
export interface HelmChart {
  /** The chart's folder. */
  readonly folder: string;
  /** An empty folder of the tests' own. */
  readonly home: string;
  run(...args: readonly string[]): Finished;
  /** What `helm template` prints with these flags. */
  render(...args: readonly string[]): string;
  /** The same as objects. */
  manifests(...args: readonly string[]): readonly unknown[];
  close(): void;
}

/** Default: the chart in `helm/dragoman`, as a release `dragoman` in the namespace `llm`. */
export interface HelmChartOptions {
  readonly release?: string;
  /** Puts the chart into the tests' own folder, and says where. */
  readonly place?: (home: string) => string;
}

export function openHelmChart({ release = 'dragoman', place }: HelmChartOptions = {}): HelmChart {
  const fetch = join(packageRoot, 'scripts', 'fetch-helm.mjs');
  const printed = execFileSync(process.execPath, [fetch], { encoding: 'utf8' });
  const program = printed.trim().split('\n').at(-1) ?? '';
  const home = mkdtempSync(join(tmpdir(), 'dragoman-helm-'));
  const folder = place?.(home) ?? join(packageRoot, 'helm', 'dragoman');
  const run = (...args: readonly string[]): Finished => {
    const env = { ...process.env, HELM_CACHE_HOME: home, HELM_CONFIG_HOME: home, HELM_DATA_HOME: home };
    return spawnSync(program, args, { encoding: 'utf8', env });
  };
  const render = (...args: readonly string[]): string => {
    const flags = ['--namespace', 'llm', '--kube-version', '1.35.0', ...args];
    const { status, stdout, stderr } = run('template', release, folder, ...flags);
    assert.equal(status, 0, stderr);
    return stdout;
  };
  return {
    ...{ folder, home, run, render },
    manifests: (...args) =>
      parseAllDocuments(render(...args)).map((document) => {
        assert.deepEqual(document.errors, []);
        return document.toJS() as unknown;
      }),
    close: () => {
      rmSync(home, { recursive: true, force: true });
    },
  };
}
