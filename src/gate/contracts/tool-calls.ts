import { isJsonObject, type JsonValue } from '../../request/json-value.js';
import { nestsDeeperThan } from '../../request/json-scan.js';
import { MAX_ANSWER_DEPTH } from '../reading/answer-limits.js';
import type { AnsweredCall } from '../answer.js';
import type { AskedTool } from '../ask.js';
import type { Finding } from '../finding.js';
import { keepsSchema } from './check-schema.js';

/** Calls that are looked at; nobody makes more at once. */
const MAX_CALLS = 64;

/**
 * What is wrong with a model's tool calls: a tool that was not offered, or arguments that are no JSON object or break
 * the tool's schema. A tool without a schema takes anything.
 */
export function brokenCall(tools: readonly AskedTool[], calls: readonly AnsweredCall[]): Finding | undefined {
  const offered = new Map(tools.map((tool) => [tool.name, tool]));
  for (const call of calls.slice(0, MAX_CALLS)) {
    const tool = offered.get(call.name);
    if (tool === undefined) return { reason: 'unknown_tool', strength: 1 };
    if (tool.parameters === undefined) continue;
    const given = argumentsOf(call);
    if (!isJsonObject(given) || keepsSchema(tool.parameters, given) === false) {
      return { reason: 'invalid_arguments', strength: 1 };
    }
  }
  return undefined;
}

/** Some servers leave the arguments of a call without any empty. */
function argumentsOf(call: AnsweredCall): JsonValue | undefined {
  if (call.arguments.trim() === '') return {};
  if (nestsDeeperThan(Buffer.from(call.arguments), MAX_ANSWER_DEPTH)) return undefined;
  try {
    return JSON.parse(call.arguments) as JsonValue;
  } catch {
    return undefined;
  }
}
