import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { envoyBinary } from '../../demo/envoy-binary.js';
import { startRouter } from '../../demo/stack.js';
import { startStandInModel } from '../../demo/stand-in-model.js';
import { openRecordStore } from '../../src/store/open-record-store.js';
import type { CleanUp } from '../support/clean-up.js';
import { keepConsoleRecords } from '../support/console-records.js';
import { policyText } from '../support/pool-text.js';
import { TRAFFIC_REGISTRY } from '../support/traffic-registry.js';
import { USUAL_PORTS, type Ports } from './adapt.js';
import type { Workspace } from './workspace.js';

/** Each request goes where it is routed, and its text is kept: a page may say what happens. */
const POLICY = policyText('records: { text: full }');

/**
 * Serves what a page calls `registry` with `--records sqlite:records.db`, both in the workspace's folder: stand-ins for the
 * models small, medium and large, Dragoman, and a real Envoy. The store has three weeks of decisions to look back on.
 */
export async function serve(
  { folder, temporary, scratch }: Workspace,
  ports: Ports,
  cleanUp: CleanUp,
): Promise<void> {
  const own = (port: string): number => ports.get(port) ?? 0;
  const urls = new Map<string, string>();
  for (const name of ['small', 'medium', 'large']) {
    const model = await startStandInModel({ name: `stand-in/${name}`, behaviour: { delay: 0, gap: 0 } });
    cleanUp.add(() => model.close());
    urls.set(name, model.url);
  }
  const registry = join(folder, 'registry');
  // Fails where the page has made a folder of this name: which of the two would it mean?
  await mkdir(registry);
  for (const [name, text] of Object.entries({ ...TRAFFIC_REGISTRY, 'policy.yaml': POLICY })) {
    await writeFile(
      join(registry, name),
      text.replaceAll(/\{\{([a-z]+)\}\}/g, (_, model: string) => urls.get(model) ?? ''),
    );
  }
  const records = `sqlite:${join(folder, 'records.db')}`;
  const store = await openRecordStore(records);
  await keepConsoleRecords(store, Date.now());
  await store.close();
  const work = join(temporary, 'served');
  await mkdir(work);
  const router = await startRouter({
    ...{ registry, work },
    ports: {
      listener: own(USUAL_PORTS.listener),
      internal: own(USUAL_PORTS.internal),
      envoyAdmin: own(USUAL_PORTS.envoyAdmin),
      admin: own(USUAL_PORTS.admin),
    },
    logs: join(scratch, 'logs'),
    envoy: await envoyBinary(),
    flags: ['--records', records],
  });
  cleanUp.add(() => router.stop());
}
