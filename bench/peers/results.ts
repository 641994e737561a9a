import type { OfSource } from '../source.js';
import type { PeerName } from './peer.js';
import type { ModelName } from './prompts.js';

/** What one run of the comparison saw, as `bench/peers/results` keeps it. */
export interface ComparisonResults extends OfSource {
  /** ISO 8601. */
  readonly startedAt: string;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly loadBefore: number };
  readonly versions: Readonly<Record<string, string>>;
  readonly routed: readonly RoutedPrompt[];
  readonly usage: Readonly<Record<PeerName, readonly PartUsage[]>>;
  readonly load: { readonly perSecond: number; readonly seconds: number; readonly rounds: number };
  /** Requests of the load that were not answered by 200. */
  readonly failed: Readonly<Record<PeerName, number>>;
  readonly misspelt: readonly Misspelt[];
  readonly shown: readonly ShownDecision[];
  readonly sizes: readonly InstalledSize[];
}

export interface RoutedPrompt {
  readonly text: string;
  readonly wanted: ModelName;
  /** Which model got it, by the name of the router's row. */
  readonly got: Readonly<Record<string, ModelName | undefined>>;
}

/** A process that a user of the peer runs. */
export interface PartUsage {
  readonly part: string;
  /** Resident, in MiB, when ready and not asked. */
  readonly idleMiB: number;
  /** CPU of a second without requests, in milliseconds. */
  readonly idleCpuMs: number;
  /** Resident, in MiB, after the load. */
  readonly busyMiB: number;
  /** CPU of a request, in milliseconds. */
  readonly requestCpuMs: number;
}

export interface Misspelt {
  readonly router: string;
  readonly wrong: string;
  readonly right: string;
  /** What it says, verbatim but for paths; empty: nothing. */
  readonly says: string;
  /** What happened next. */
  readonly outcome: string;
}

export interface ShownDecision {
  readonly peer: PeerName;
  /** Headers of the answer that are the router's own. */
  readonly headers: Readonly<Record<string, string>>;
  /** Lines that it logged for that request, at its default level. */
  readonly lines: readonly string[];
}

export interface InstalledSize {
  readonly what: string;
  readonly megabytes: number;
}
