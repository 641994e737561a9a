import { readFile } from 'node:fs/promises';
import { readVocabulary, type Vocabulary } from './vocabulary.js';

/** An encoder's `tokenizer.json` (Hugging Face's format), as far as our own tokenizer can do it. */
export interface WordPieceFile {
  /** Holds `[UNK]`. */
  readonly vocabulary: Vocabulary;
  /** Names of special tokens, such as `[SEP]`. */
  readonly special: readonly string[];
  /** Ids that stand before and after each text; `undefined` where more is done than that, or something else. */
  readonly frame: readonly [before: number, after: number] | undefined;
}

interface Fields {
  readonly model?: Readonly<Record<string, unknown>>;
  readonly normalizer?: Readonly<Record<string, unknown>> | null;
  readonly pre_tokenizer?: { readonly type?: string } | null;
  readonly post_processor?: { readonly type?: string; readonly single?: unknown } | null;
  readonly added_tokens?: readonly AddedToken[];
}

interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word?: boolean;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly normalized?: boolean;
}

const VOCABULARY = /"vocab"\s*:\s*\{/;
const SINGLE = [
  { SpecialToken: { id: '[CLS]', type_id: 0 } },
  { Sequence: { id: 'A', type_id: 0 } },
  { SpecialToken: { id: '[SEP]', type_id: 0 } },
];

/**
 * Reads a lower-case WordPiece tokenizer.
 *
 * @returns `undefined` for a tokenizer of another kind
 * @throws Error for a file that cannot be read or is no JSON
 */
export async function readWordPieceFile(path: string): Promise<WordPieceFile | undefined> {
  const text = await readFile(path, 'utf8');
  const found = VOCABULARY.exec(text);
  const from = found === null ? text.length : found.index + found[0].length;
  const read = found === null ? undefined : readVocabulary(text, from);
  // Of the vocabulary only its braces are left to be parsed.
  const rest = read === undefined ? text : `${text.slice(0, from)}${text.slice(read.end - 1)}`;
  const fields = JSON.parse(rest) as Fields;
  const { model, normalizer, added_tokens: added = [] } = fields;
  if (read?.vocabulary.unknown === undefined || model?.['type'] !== 'WordPiece') return undefined;
  if (normalizer?.['type'] !== 'BertNormalizer' || normalizer['lowercase'] !== true) return undefined;
  return {
    vocabulary: read.vocabulary,
    special: added.map(({ content }) => content),
    frame: frameOf(fields),
  };
}

function frameOf({
  model,
  normalizer,
  pre_tokenizer: pre,
  post_processor: post,
  added_tokens: added = [],
}: Fields): readonly [number, number] | undefined {
  const isUsual =
    model?.['unk_token'] === '[UNK]' &&
    model['continuing_subword_prefix'] === '##' &&
    model['max_input_chars_per_word'] === 100 &&
    normalizer?.['clean_text'] === true &&
    normalizer['handle_chinese_chars'] === true &&
    (normalizer['strip_accents'] ?? true) === true &&
    pre?.type === 'BertPreTokenizer' &&
    post?.type === 'TemplateProcessing' &&
    JSON.stringify(post.single) === JSON.stringify(SINGLE) &&
    added.every((token) => !token.single_word && !token.lstrip && !token.rstrip && !token.normalized);
  const idOf = (name: string): number | undefined => added.find(({ content }) => content === name)?.id;
  const [before, after] = [idOf('[CLS]'), idOf('[SEP]')];
  return isUsual && before !== undefined && after !== undefined ? [before, after] : undefined;
}
