/** What a verb takes, as data: its parser, its help, the shell completion and docs/cli.md are all made of it. */
export interface Manual {
  /** For the list of verbs. */
  readonly summary: string;
  /** Command lines, without the program's name. */
  readonly usage: readonly string[];
  /** What it does, in sentences; lines that begin with a space stay as they are. */
  readonly about: string;
  readonly flags: Readonly<Record<string, Flag>>;
  /** Words that it takes first, such as `list` of `records`. */
  readonly actions?: Readonly<Record<string, string>>;
  /** A command line, without the program's name. */
  readonly example: string;
  readonly exitCodes: string;
  /** What is to be known beyond the flags. */
  readonly more?: string;
}

/** A flag; `parseArgs` of `node:util` reads what it knows, and leaves the rest to us. */
export interface Flag {
  readonly type: 'string' | 'boolean';
  readonly help: string;
  /** What stands after the flag, such as `FILE`; words between bars are all that it may be. */
  readonly value?: string;
  readonly default?: string | boolean;
  /** What holds without the flag, where `default` does not say it. */
  readonly without?: string;
}
