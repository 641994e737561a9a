import { didYouMean } from '../../config/suggest.js';
import { TOOL_NAMES, type ToolName } from '../../convert/source-tool.js';
import { DragomanError } from '../../errors.js';

/** The router that `--from` names; `undefined` without the flag. @throws DragomanError `usage` */
export function toolOfFlag(text: string | undefined): ToolName | undefined {
  if (text === undefined) return undefined;
  const found = TOOL_NAMES.find((name) => name === text);
  if (found !== undefined) return found;
  const hint = didYouMean(text, TOOL_NAMES);
  throw new DragomanError('usage', `--from takes ${TOOL_NAMES.join(' or ')}, got "${text}"${hint}`);
}
