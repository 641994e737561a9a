import { join } from 'node:path';
import { packageRoot } from '../../src/package-root.js';

/** The folder of the chart's tests, in the sources. */
export const HELM_TESTS = join(packageRoot, 'test', 'helm');

/** Flags of `helm template`, by the name of the golden file that holds what it then prints. */
export const VARIANTS = {
  default: [],
  'existing-registry': valuesFile('existing-registry'),
  traced: valuesFile('traced'),
  extension: valuesFile('extension'),
  'envoy-gateway': valuesFile('envoy-gateway'),
  istio: valuesFile('istio'),
  sidecar: valuesFile('sidecar'),
  crd: valuesFile('crd'),
  embedded: valuesFile('embedded'),
  fleet: valuesFile('fleet'),
} as const satisfies Readonly<Record<string, readonly string[]>>;

function valuesFile(name: string): readonly string[] {
  return ['-f', join(HELM_TESTS, 'values', `${name}.yaml`)];
}
