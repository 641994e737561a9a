import { fail, ok, reasonOf, type Result } from '../../errors.js';
import { readAnswer } from '../../gate/reading/read-answer.js';
import { clusterOf, HEADERS } from '../../mutation/wire-names.js';
import { costOf, type TokenPrice } from '../../outcome/cost.js';

/** A model of the pool that can be asked through Envoy. */
export interface AskedModel {
  readonly name: string;
  readonly price: TokenPrice;
}

/** What is asked, in the shape of chat completions. */
export interface Question {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly maxTokens: number;
  /** Default: the model's own. */
  readonly temperature?: number;
}

/** What a model said, and what it cost in US dollars; 0 where nobody counted the tokens. */
export interface Said {
  readonly text: string;
  readonly costUsd: number;
}

/** Asks a model one question. Never rejects. */
export type AskModel = (model: AskedModel, question: Question) => Promise<Result<Said>>;

/**
 * Asks through Envoy, whose keys, limits and statistics then hold: by its internal listener a header names the model's
 * cluster, and by the clients' one the body pins the model, which makes a record of its own.
 *
 * @param envoy base URL of the listener, such as `http://127.0.0.1:10001`
 * @param timeoutMs longest wait for an answer
 */
export function askThrough(envoy: string, timeoutMs: number): AskModel {
  return async ({ name, price }, { messages, maxTokens, temperature }) => {
    const heat = temperature === undefined ? {} : { temperature };
    // Envoy writes the upstream's own name in the model's place, for a first key only.
    const body = JSON.stringify({ model: name, messages, max_tokens: maxTokens, ...heat });
    const headers = {
      'content-type': 'application/json',
      [HEADERS.cluster]: clusterOf(name),
      [HEADERS.upstreamTimeoutMs]: String(timeoutMs),
    };
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(new URL('/v1/chat/completions', envoy), {
        ...{ method: 'POST', headers, body, signal },
      });
      const bytes = Buffer.from(await response.arrayBuffer());
      const answeredBy = response.headers.get(HEADERS.model) ?? name;
      if (answeredBy !== name)
        return fail('field_invalid', `${answeredBy} answered in the place of ${name}.`);
      if (response.status !== 200) return fail('field_invalid', `${name} answered ${response.status}.`);
      const answer = readAnswer('chat-completions', bytes, {
        contentType: response.headers.get('content-type') ?? undefined,
      });
      if (!answer.ok) return answer;
      return ok({ text: answer.value.text, costUsd: costOf(price, answer.value) ?? 0 });
    } catch (error) {
      return fail('field_invalid', `${name} cannot be reached through ${envoy}: ${reasonOf(error)}`);
    }
  };
}
