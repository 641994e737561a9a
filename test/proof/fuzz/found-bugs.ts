/** Bugs that the fuzzer found, or that the tests of hostile input did, and that are fixed. Kept by hand. */
export interface FoundBug {
  /** The target, or the test file. */
  readonly by: string;
  /** What was wrong, as a sentence. */
  readonly bug: string;
  /** The input that shows it, below test/fixtures/fuzz; absent where a test makes it. */
  readonly file?: string;
}

export const FOUND_BUGS: readonly FoundBug[] = [
  {
    by: 'sse-splitter',
    bug: 'An event stream that begins with a byte order mark lost its first event.',
    file: 'sse-splitter/68840c7e69f0.json',
  },
  {
    by: 'sse-splitter',
    bug: 'A line `data` without a colon was passed over, which the specification reads as an empty line of data.',
    file: 'sse-splitter/345ea09236e5.json',
  },
  {
    by: 'hostile.test.ts',
    bug: 'How much was kept of an event of over 8 MiB depended on the chunks that it came in.',
  },
  {
    by: 'hostile.test.ts',
    bug: 'The last event of a Responses stream with over a hundred thousand parts or log probabilities threw a RangeError in the gate, which never throws.',
  },
  {
    by: 'event-tail',
    bug: '`dragoman tail` did not end lines at a bare CR, and had a splitter of its own; now it has the same as the gate.',
    file: 'event-tail/c4916c0843c6.json',
  },
  {
    by: 'model-rewrite',
    bug: '`ſtream` and `max_tokenſ` stayed in a rewritten body, which upstreams written in Go take for `stream` and `max_tokens`.',
    file: 'model-rewrite/601e3ba2d283.json',
  },
  {
    by: 'parse-request',
    bug: 'A content-encoding was quoted raw in the message of a 415, control characters included, and `Identity` was refused for its capital letter.',
    file: 'parse-request/57e360af40b7.json',
  },
  { by: 'feedback', bug: 'The same of feedback.', file: 'feedback/f99bd8eb2f4a.json' },
  {
    by: 'llm-replies',
    bug: "A routing model's answer that claims 1e400 tokens made the count of tokens infinite.",
    file: 'llm-replies/a9e849244e12.json',
  },
  {
    by: 'patterns',
    bug: 'The problem with a pattern quoted control characters raw, line ends and escape sequences included, which a terminal, a log and the status of a custom resource show.',
    file: 'patterns/c49dee96d95c.json',
  },
  {
    by: 'registry-loader',
    bug: 'Values that messages quote kept DEL and the C1 control characters, among them the one that begins an escape sequence.',
    file: 'registry-loader/4806212885f7.json',
  },
  {
    by: 'tokenizer',
    bug: 'While our own tokenizer was written: the token `\\"`, escaped in the vocabulary\'s JSON, was unknown.',
    file: 'tokenizer/d6bbae896bdb.json',
  },
];
