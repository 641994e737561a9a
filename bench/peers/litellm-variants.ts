import { type LitellmProxy, startLitellmProxy } from './start-litellm.js';
import { readConfig, type WorkPlace, writeConfig } from './work-place.js';

/** The threshold that LiteLLM's documentation shows, and lower ones: it asks its users to fit it. */
const DOCUMENTED = '0.5';
const LOWER = ['0.4', '0.3', '0.2', '0.1'] as const;
const MISSPELT = 'misspelt';
const COMPLEXITY = 'complexity';

export interface LitellmVariant {
  readonly name: string;
  ask(prompt: string): Promise<unknown>;
}

export interface LitellmVariants {
  readonly variants: readonly LitellmVariant[];
  /** The one whose examples of the first route stand under a misspelt key. */
  readonly misspelt: LitellmVariant;
  readonly proxy: LitellmProxy;
}

/** One proxy with an auto router for each threshold, one of the kind that its documentation now recommends, and a misspelt one. */
export async function startLitellmVariants(place: WorkPlace): Promise<LitellmVariants> {
  const config = readConfig('litellm.yaml');
  const router = routerOf(config);
  const named = (name: string, text: string): string =>
    text
      .replace('model_name: auto', `model_name: '${name}'`)
      .replace('auto_router/auto\n', `auto_router/${name}\n`);
  const texts = [
    config,
    ...LOWER.map((threshold) => named(threshold, router).replaceAll(DOCUMENTED, threshold)),
    named(MISSPELT, misspell(router)),
    named(COMPLEXITY, routerOf(readConfig('litellm-complexity.yaml'))),
  ];
  const proxy = await startLitellmProxy(
    place.work,
    writeConfig(place, 'litellm-variants.yaml', texts.join('')),
  );
  const variant = (name: string, model: string): LitellmVariant => ({
    name,
    ask: (prompt) => proxy.ask(model, prompt),
  });
  return {
    variants: [
      variant(`LiteLLM, threshold ${DOCUMENTED}`, 'auto'),
      ...LOWER.map((threshold) => variant(`LiteLLM, threshold ${threshold}`, threshold)),
      variant('LiteLLM, complexity router', COMPLEXITY),
    ],
    misspelt: variant('LiteLLM', MISSPELT),
    proxy,
  };
}

/** The entry of the list of models that routes; the last one. */
function routerOf(config: string): string {
  return config.slice(config.indexOf('  - model_name: auto'));
}

function misspell(router: string): string {
  return router.replace('"utterances"', '"uterances"');
}
