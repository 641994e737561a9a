import { type Bundle, PART_NAMES } from '../../bundle/bundle.js';
import type { BundleFolder } from '../../bundle/bundle-folder.js';
import { loadBundle } from '../../bundle/load-bundle.js';
import { fitExpectation } from '../../signals/feature-vector.js';
import type { AdminView } from '../admin-view.js';
import type { BundleLine, BundlesView } from '../api/bundles.js';
import type { AdminEndpoint } from '../endpoint.js';

/** Bundles, and moves, that are shown. */
const MOST = 50;

const OFF: BundlesView = { isOn: false, active: null, candidate: null, versions: [], history: [] };

export function bundleEndpoints(view: AdminView): readonly AdminEndpoint[] {
  // Read once: a version is its content's hash. The bundles themselves, of megabytes, are not held.
  const lines = new Map<string, Promise<BundleLine | undefined>>();
  return [
    {
      method: 'GET',
      path: '/bundles',
      summary:
        'Trained heads in the folder of bundles, which of them serve, and what was promoted and rolled back.',
      response: 'BundlesView',
      async handle() {
        const body = view.bundles ? await describeFolder(view.bundles, lines) : OFF;
        return { kind: 'json', status: 200, body };
      },
    },
  ];
}

async function describeFolder(
  folder: BundleFolder,
  lines: Map<string, Promise<BundleLine | undefined>>,
): Promise<BundlesView> {
  const { active, candidate } = await folder.pointers();
  const dated = await Promise.all(
    (await folder.list()).map(async (version) => ({ version, at: (await folder.writtenAt(version)) ?? 0 })),
  );
  const newest = dated.sort((a, b) => b.at - a.at).slice(0, MOST);
  const versions: BundleLine[] = [];
  // One after the other: each takes a thread and its megabytes.
  for (const { version, at } of newest) {
    const known = lines.get(version) ?? readLine(folder, version, at);
    lines.set(version, known);
    const line = await known;
    if (line !== undefined) versions.push(line);
    // Perhaps it can be read the next time.
    else lines.delete(version);
  }
  const history = (await folder.history()).slice(-MOST).reverse();
  return {
    isOn: true,
    ...{ active, candidate, versions },
    history: history.map(({ at, action, version, before, by, reason }) => ({
      at: new Date(at).toISOString(),
      ...{ action, version, before, by, reason },
    })),
  };
}

/** `undefined` for one that cannot be read. */
async function readLine(folder: BundleFolder, version: string, at: number): Promise<BundleLine | undefined> {
  const { directory } = folder;
  try {
    const bundle = await loadBundle({ directory, version, expected: fitExpectation() });
    return bundle.ok ? lineOf(bundle.value, at) : undefined;
  } catch {
    return undefined;
  }
}

function lineOf(bundle: Bundle, at: number): BundleLine {
  const parts = PART_NAMES.filter((name) => bundle[name] !== undefined);
  const metrics: Record<string, number> = {};
  for (const name of parts) {
    const trial = bundle[name]?.heldOut;
    if (trial === undefined) continue;
    metrics[`${name}.rows`] = trial.rows;
    metrics[`${name}.before`] = trial.before;
    metrics[`${name}.after`] = trial.after;
  }
  if (bundle.routes !== undefined) {
    metrics['routes.calibrationError'] = bundle.routes.heldOut.calibrationError;
    metrics['routes.labels'] = bundle.routes.labels;
  }
  return { version: bundle.version, trainedAt: new Date(at).toISOString(), parts, metrics };
}
