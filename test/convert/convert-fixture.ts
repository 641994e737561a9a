import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Conversion, convertSource } from '../../src/convert/convert-source.js';
import { formatFinding } from '../../src/convert/finding.js';
import type { ToolName } from '../../src/convert/source-tool.js';
import type { ConvertOptions } from '../../src/convert/tool.js';
import { tryFiles } from '../../src/convert/try-files.js';
import type { Registry } from '../../src/config/registry.js';
import { packageRoot } from '../../src/package-root.js';

/** The configurations under test/fixtures/convert, without their ending. */
export const FIXTURES = ['litellm', 'vllm-sr-categories', 'vllm-sr-decisions', 'vllm-sr-providers'] as const;

export function readFixture(name: string): string {
  return readFileSync(join(packageRoot, 'test/fixtures/convert', `${name}.yaml`), 'utf8');
}

/** Converts a text that has to be understood. */
export function convertText(
  text: string,
  options: Partial<ConvertOptions> = {},
  from?: ToolName,
): Conversion {
  const result = convertSource('config.yaml', Buffer.from(text), from, { environment: {}, ...options });
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

/** The message of a text that cannot be converted. */
export function refusalOf(text: string | Buffer, from?: ToolName): string {
  const result = convertSource('config.yaml', Buffer.from(text), from, { environment: {} });
  if (result.ok) throw new Error('it was converted');
  return `${result.problem.code}: ${result.problem.message}`;
}

/** The registry that a conversion loads as. */
export function registryOf({ files }: Conversion): Registry {
  const loaded = tryFiles(files);
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  return loaded.registry;
}

/** Findings as they are printed. */
export function linesOf({ findings }: Conversion): string[] {
  return findings.map((finding) => formatFinding('config.yaml', finding));
}
