import type { StandInModel } from '../../demo/stand-in-model.js';
import { MODELS, type ModelName, PROMPTS } from './prompts.js';
import type { RoutedPrompt } from './results.js';

/** Sends every prompt once to each, one after the other; which model got it is what the stand-ins saw, not what a router says. */
export async function routePrompts(
  peers: readonly { readonly name: string; ask(prompt: string): Promise<unknown> }[],
  models: ReadonlyMap<ModelName, StandInModel>,
): Promise<RoutedPrompt[]> {
  const routed: RoutedPrompt[] = [];
  for (const { text, wanted } of PROMPTS) {
    const got: Record<string, ModelName | undefined> = {};
    for (const peer of peers) {
      got[peer.name] = await modelAsked(() => peer.ask(text), models);
    }
    routed.push({ text, wanted, got });
  }
  return routed;
}

/** Which model one request reached; `undefined`: none. */
export async function modelAsked(
  ask: () => Promise<unknown>,
  models: ReadonlyMap<ModelName, StandInModel>,
): Promise<ModelName | undefined> {
  const before = counts(models);
  await ask();
  const after = counts(models);
  return MODELS.find((_, at) => (after[at] ?? 0) > (before[at] ?? 0));
}

function counts(models: ReadonlyMap<ModelName, StandInModel>): readonly number[] {
  return MODELS.map((model) => models.get(model)?.received().filter(isChat).length ?? 0);
}

/** Health checks are not prompts. */
function isChat({ path }: { readonly path: string }): boolean {
  return path.endsWith('/chat/completions');
}
