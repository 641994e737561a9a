/** `GET /bundles`. */
export interface BundlesView {
  /** Whether the server looks after a folder of bundles. */
  readonly isOn: boolean;
  readonly active: string | null;
  readonly candidate: string | null;
  /** Newest first, at most 50. */
  readonly versions: readonly BundleLine[];
  /** What was put into service, nominated and rolled back; newest first, at most 50. */
  readonly history: readonly BundleMove[];
}

export interface BundleMove {
  /** ISO 8601. */
  readonly at: string;
  readonly action: 'promote' | 'rollback' | 'nominate' | 'withdraw';
  /** What it made the bundle in service, or the candidate; `null` for none. */
  readonly version: string | null;
  readonly before: string | null;
  readonly by: string;
  readonly reason: string;
}

export interface BundleLine {
  readonly version: string;
  /** ISO 8601: when its file was written. */
  readonly trainedAt: string;
  /** What it brings, such as `routes` and `outcomes`. */
  readonly parts: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
}
