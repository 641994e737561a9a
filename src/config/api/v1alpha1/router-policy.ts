import type { Duration, HeaderName, Metadata } from './primitives.js';

/** What holds for all routes. A registry has at most one; every field has a default. */
export interface RouterPolicy {
  apiVersion: 'dragoman.dev/v1alpha1';
  kind: 'RouterPolicy';
  metadata: Metadata;
  spec: RouterPolicySpec;
  /** Ignored; accepted so that a manifest can be used as it is. */
  status?: unknown;
}

export interface RouterPolicySpec {
  /**
   * Header that names the tenant.
   * @default "x-tenant-id"
   */
  tenantHeader?: HeaderName;
  /**
   * Lowest calibrated probability at which similarity may choose a route; below it the default model answers.
   * @minimum 0
   * @maximum 1
   * @default 0.5
   */
  threshold?: number;
  /**
   * Smallest lead of the best route over the runner-up, as a difference of probabilities; below it the default model answers.
   * @minimum 0
   * @maximum 1
   * @default 0.1
   */
  margin?: number;
  /** The sentence encoder. */
  encoder?: EncoderPolicy;
  /** What a request may be. */
  limits?: Limits;
}

export interface EncoderPolicy {
  /**
   * Longest wait for an embedding, queue included; after it the default model answers.
   * @default "250ms"
   */
  deadline?: Duration;
  /**
   * Worker threads, one session each. Read when Dragoman starts; a change takes a restart.
   * @asType integer
   * @minimum 1
   * @maximum 64
   * @default 1
   */
  workers?: number;
  /**
   * Requests that may wait for a worker; further ones go to the default model at once. Read when Dragoman starts; a change
   * takes a restart.
   * @asType integer
   * @minimum 1
   * @maximum 10000
   * @default 64
   */
  queue?: number;
}

export interface Limits {
  /**
   * Largest request body, in bytes, after decompression. Envoy answers 413 beyond it.
   * @asType integer
   * @minimum 1024
   * @maximum 67108864
   * @default 16777216
   */
  maxBodyBytes?: number;
  /**
   * Deepest nesting of arrays and objects in a body.
   * @asType integer
   * @minimum 8
   * @maximum 1000
   * @default 100
   */
  maxDepth?: number;
}
