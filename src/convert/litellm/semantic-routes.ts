import { type Cursor, textsOf } from '../cursor.js';

/** One route of LiteLLM's semantic auto router: it is named after the model. */
export interface SemanticRoute {
  readonly name: string;
  readonly examples: string[];
  readonly description: string | undefined;
  readonly at: Cursor;
}

/** Keys that hold nothing that is not known already. */
const CARRIED = new Set(['name', 'utterances', 'description']);

/** Reads `auto_router_config`, a mapping or the text of a JSON file (https://docs.litellm.ai/docs/proxy/auto_routing_semantic). */
export function readSemanticRoutes(config: Cursor): SemanticRoute[] {
  if (!config.exists) return [];
  const parsed = typeof config.value === 'string' ? parse(config.value) : config.value;
  if (typeof parsed !== 'object' || parsed === null) {
    config.tell('lost', 'it is not the JSON of a semantic router', 'mend it and convert again');
    return [];
  }
  config.take();
  const inner = config.as(parsed);
  for (const [key] of inner.entries()) {
    if (key !== 'routes') config.tell('lost', `Dragoman has an encoder of its own: "${key}" is not needed`);
  }
  return inner
    .at('routes')
    .items()
    .flatMap((route) => {
      const name = route.at('name').text();
      const examples = [...new Set(textsOf(route.at('utterances')).map((text) => text.trim()))];
      if (name === undefined || examples.length === 0) {
        route.tell('lost', 'a route without a name or utterances chooses nothing');
        return [];
      }
      const rest = route
        .entries()
        .filter(([key, { exists }]) => !CARRIED.has(key) && exists && !isEmpty(key, route));
      for (const [key] of rest) {
        const isBar = key === 'score_threshold';
        const why = isBar
          ? 'score_threshold is a similarity; here the bar is a probability, fitted to the examples'
          : `"${key}" has no counterpart`;
        route.tell('lost', why, isBar ? 'give the Route a threshold if its own does not do' : '');
      }
      return [{ name, examples, description: route.at('description').text(), at: route }];
    });
}

function isEmpty(key: string, route: Cursor): boolean {
  return route.at(key).entries().length === 0 && typeof route.at(key).value === 'object';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
