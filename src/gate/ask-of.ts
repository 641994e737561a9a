import type { RequestView } from '../request/request-view.js';
import type { Ask } from './ask.js';

/** What a request asks for; shares its texts and schemas with the view. */
export function askOf(view: RequestView): Ask {
  return {
    prompt: view.lastUserText,
    system: view.system,
    responseFormat: view.responseFormat,
    tools: view.tools.map(({ name, parameters }) =>
      parameters === undefined ? { name } : { name, parameters },
    ),
    ...(view.responseSchema === undefined ? {} : { schema: view.responseSchema }),
    ...(view.maxTokens === undefined ? {} : { maxTokens: view.maxTokens }),
  };
}
