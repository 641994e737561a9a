/**
 * A length of time from 1 ms to 24 h: a number and a unit, such as `150ms`, `30s`, `5m` or `1h`.
 * @maxLength 32
 * @pattern ^[0-9]+(\.[0-9]+)?(ms|s|m|h)$
 */
export type Duration = string;

/**
 * A name: lower-case letters, digits, `-` and `.`, at most 63 characters.
 * @maxLength 63
 * @pattern ^[a-z0-9]([a-z0-9.-]{0,61}[a-z0-9])?$
 */
export type Name = string;

/**
 * A header name: letters, digits and signs such as `-`, upper and lower case alike; no `_`, for Envoy drops headers with one.
 * @pattern ^[!#$%&'*+.^`|~0-9A-Za-z-]+$
 */
export type HeaderName = string;

/**
 * A file, by a path relative to the document; a custom resource names one of `registry.files`, without a folder.
 * @minLength 1
 * @maxLength 4096
 */
export type FilePath = string;

/** Kubernetes' object metadata, of which Dragoman reads the name. */
export interface Metadata {
  /** Unique among the documents of one kind. */
  name: Name;
  /** Ignored; accepted so that a manifest can be used as it is. */
  namespace?: string;
  /** Ignored; accepted so that a manifest can be used as it is. */
  labels?: Record<string, string>;
  /** Ignored; accepted so that a manifest can be used as it is. */
  annotations?: Record<string, string>;
  /** Ignored; accepted so that a manifest can be used as it is. */
  generateName?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  uid?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  resourceVersion?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  generation?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  creationTimestamp?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  deletionTimestamp?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  deletionGracePeriodSeconds?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  ownerReferences?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  finalizers?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  managedFields?: unknown;
  /** Ignored; accepted so that a manifest can be used as it is. */
  selfLink?: unknown;
}
