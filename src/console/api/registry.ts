/** `GET /bundles`. */
export interface BundlesView {
  /** Whether the server looks after a folder of bundles. */
  readonly isOn: boolean;
  readonly active: string | null;
  readonly candidate: string | null;
  /** Newest first. */
  readonly versions: readonly BundleLine[];
}

export interface BundleLine {
  readonly version: string;
  /** ISO 8601. */
  readonly trainedAt: string;
  /** What it brings, such as `routes` and `outcomes`. */
  readonly parts: readonly string[];
  readonly metrics: Readonly<Record<string, number>>;
}
