import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { formatProblem } from '../config/problem.js';
import { isDocumentName, readFault } from '../config/source-folder.js';
import { urlFault } from '../config/upstream-url.js';
import { type Conversion, convertSource } from '../convert/convert-source.js';
import { formatFinding } from '../convert/finding.js';
import { MAX_SOURCE_BYTES } from '../convert/source.js';
import { TOOLS } from '../convert/source-tool.js';
import { tryFiles } from '../convert/try-files.js';
import { DragomanError } from '../errors.js';
import { NOT_PASSED } from './exit-codes.js';
import { locationOf } from './flags/location.js';
import { toolOfFlag } from './flags/tool-flag.js';
import { CONVERT } from './manual/convert.js';

/**
 * The verb `convert`.
 * @returns the exit code
 * @throws DragomanError `usage`, `data_invalid`, `folder_unwritable`
 */
export function convert(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: CONVERT.flags,
  });
  const file = locationOf('convert', positionals);
  const from = toolOfFlag(values.from);
  const { through, out } = values;
  if (through !== undefined && urlFault(through) !== undefined) {
    throw new DragomanError(
      'usage',
      '--through takes a base URL such as http://litellm:4000/v1, without a key',
    );
  }
  if (out !== undefined) checkFolder(out);
  const result = convertSource(basename(file), readFile(file), from, { through, environment: process.env });
  if (!result.ok) throw new DragomanError(result.problem.code, result.problem.message);
  const isValid = tell(result.value, file);
  write(result.value.files, out);
  const isWhole = result.value.findings.length === 0;
  return Promise.resolve(isValid ? (values.strict && !isWhole ? NOT_PASSED : 0) : 1);
}

function readFile(file: string): Buffer {
  try {
    const { size } = statSync(file);
    if (size > MAX_SOURCE_BYTES)
      throw new Error(`it has ${size} bytes, and ${MAX_SOURCE_BYTES} are read at most`);
    return readFileSync(file);
  } catch (error) {
    throw new DragomanError('data_invalid', `${file} ${readFault(error)}`, { cause: error });
  }
}

/** Documents that are there already would be read with what is written. */
function checkFolder(out: string): void {
  const found = existsSync(out) ? readNames(out).find(isDocumentName) : undefined;
  if (found === undefined) return;
  throw new DragomanError('usage', `${out} holds ${found} already; --out takes a folder without YAML files`);
}

function readNames(out: string): string[] {
  try {
    return readdirSync(out);
  } catch (error) {
    throw new DragomanError('folder_unwritable', `${out} ${readFault(error)}`, { cause: error });
  }
}

/** Tells what is to be known of the result on stderr; whether it is valid. */
function tell({ tool, files, findings }: Conversion, file: string): boolean {
  const loaded = tryFiles(files);
  const [problems, warnings] = loaded.ok ? [[], loaded.warnings] : [loaded.problems, []];
  const counts = ['lost', 'changed', 'todo'].map(
    (kind) => findings.filter((finding) => finding.kind === kind).length,
  );
  const [lost, changed, todo] = counts;
  const lines = [
    ...findings.map((finding) => formatFinding(file, finding)),
    ...problems.map(formatProblem),
    ...warnings.map((warning) => `warning: ${formatProblem(warning)}`),
    `${TOOLS[tool].title}: ${describe(loaded)}; not carried ${lost}, changed ${changed}, to do ${todo}`,
  ];
  process.stderr.write(`${lines.join('\n')}\n`);
  return loaded.ok;
}

function describe(loaded: ReturnType<typeof tryFiles>): string {
  if (!loaded.ok) return 'the result is not valid and needs work by hand';
  const { pool, routes } = loaded.registry;
  return `${pool.models.size} ${pool.models.size === 1 ? 'model' : 'models'}, ${routes.length} ${routes.length === 1 ? 'route' : 'routes'}`;
}

function write(files: Conversion['files'], out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(Object.values(files).join('---\n'));
    return;
  }
  try {
    mkdirSync(out, { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(out, name), text, { flag: 'wx' });
  } catch (error) {
    throw new DragomanError('folder_unwritable', `${out} ${readFault(error)}`, { cause: error });
  }
}
