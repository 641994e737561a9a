import { dot } from '../../heads/matrix.js';
import type { RouteScores } from '../../signals/routes/route-scores.js';
import type { LlmSignal } from '../../signals/signal.js';
import type { Comparand } from './comparand.js';
import { since } from './since.js';
import type { LlmCandidate } from '../llm/llm-question.js';

/** Routes that the small model is asked about, and examples that it is shown of each. */
const CANDIDATES = 5;
const EXAMPLES_OF_ROUTE = 3;

/** Layer 4: a small model of the pool, asked through Envoy, because the heads were in doubt. */
export async function llmLayer(comparand: Comparand, scores: RouteScores): Promise<LlmSignal> {
  const { memory, snapshot, reading, view, traceparent } = comparand;
  const start = performance.now();
  const { registry } = snapshot;
  const { policy } = registry;
  const tenant =
    policy.decisionCache?.perTenant === false ? undefined : view.head.headers.get(policy.tenantHeader);
  const embedding = await reading.embedding();
  const result = await memory.llm?.askRouter({
    text: reading.focus().text,
    candidates: candidatesOf(comparand, scores, embedding?.ok === true ? embedding.vector : undefined),
    registryVersion: registry.version,
    tenant,
    traceparent,
  });
  return { name: 'llm', result: result ?? { ok: false, failure: 'absent' }, microseconds: since(start) };
}

function candidatesOf(
  { snapshot }: Comparand,
  scores: RouteScores,
  vector: Float32Array | undefined,
): LlmCandidate[] {
  const routes = new Map(snapshot.registry.routes.map((route) => [route.name, route]));
  return scores.routes.slice(0, CANDIDATES).flatMap(({ route: name }) => {
    const route = routes.get(name);
    if (route === undefined) return [];
    const alike = (text: string): number => {
      const known = snapshot.vectors.get(text);
      return known === undefined || vector === undefined ? 0 : dot(known, 0, vector);
    };
    const examples = route.examples
      .slice(0, 200)
      .map((text) => ({ text, alike: alike(text) }))
      .sort((a, b) => b.alike - a.alike)
      .slice(0, EXAMPLES_OF_ROUTE)
      .map(({ text }) => text);
    return [{ route: name, description: route.description, examples }];
  });
}
