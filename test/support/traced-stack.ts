import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCleanUp } from './clean-up.js';
import { policyText, routeText } from './pool-text.js';
import { startScriptedTier } from './scripted-tier.js';
import { type Stack, startStack } from './stack.js';

export interface TracedStackOptions {
  /** Base URL of the collector, as `OTEL_EXPORTER_OTLP_ENDPOINT` wants it. */
  readonly collector: string;
  /** Environment of Dragoman. */
  readonly env?: Readonly<Record<string, string>>;
  /** Of the requests, the share of which a copy goes to the model `reference`. Default 0. */
  readonly shadow?: number;
}

const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];

/** Goes to `small` by its likeness with examples; its last word must be nowhere in a trace. */
export const SMALL_TALK = 'good evening, dear xylophone';

/** Goes to `small`, is rejected, and goes to `large`. */
export const ESCALATING = 'watched small:bad. What is the capital of France?';

/**
 * A stack whose Envoy and Dragoman send spans to a collector. Its models (small, large, reference) do what the prompt says,
 * see `startScriptedTier`; the route `small-talk` has examples, `watched` is a cascade.
 */
export async function startTracedStack({ collector, env, shadow = 0 }: TracedStackOptions): Promise<Stack> {
  const cleanUp = createCleanUp();
  try {
    const folder = await mkdtemp(join(tmpdir(), 'traced-'));
    cleanUp.add(() => rm(folder, { recursive: true, force: true }));
    const tiers = await Promise.all(['small', 'large', 'reference'].map(startScriptedTier));
    for (const tier of tiers) {
      cleanUp.add(() => {
        tier.close();
      });
    }
    const models = tiers.map(
      ({ name, url }, at) => `
    - { name: ${name}, url: '${url}', model: org/${name}, price: { input: ${at + 1}, output: ${at + 1} } }`,
    );
    const stack = await startStack({
      registry: {
        'pool.yaml': `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: large
  models: ${models.join('')}
`,
        'routes.yaml': [
          routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`),
          routeText(
            'watched',
            'cascade: { tiers: [small, large], gate: { bar: 0.1 } }, match: [{ keywords: [watched] }]',
          ),
        ].join(''),
        ...(shadow > 0 && { 'policy.yaml': policyText(`shadow: { share: ${shadow}, model: reference }`) }),
      },
      models: {},
      flags: ['--otlp', `${collector}/v1/traces`, '--records', `sqlite:${join(folder, 'records.db')}`],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector, OTEL_BSP_SCHEDULE_DELAY: '100', ...env },
    });
    cleanUp.add(() => stack.stop());
    return { ...stack, stop: () => cleanUp.run() };
  } catch (error) {
    await cleanUp.run();
    throw error;
  }
}
