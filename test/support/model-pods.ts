import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Behaviour } from '../../demo/stand-in/behaviour.js';
import { nodePod } from './node-pod.js';

/** One model server in a namespace; its Service has the name and the port of an address such as `http://vllm-small:8000/v1`. */
export interface ModelPod {
  readonly name: string;
  readonly namespace: string;
  /** The served name of the model. */
  readonly model: string;
  readonly behaviour?: Partial<Behaviour>;
}

const PORT = 8000;
const PROGRAM = 'stand-in-program';
const FOLDER = '/opt/stand-in';
const DEMO = new URL('../../demo/', import.meta.url);

/** The names that the registries in `examples/` use. */
export const SMALL = 'Qwen/Qwen3-4B';
export const LARGE = 'Qwen/Qwen3-235B-A22B';

/** Manifests of the demo's stand-in models as pods, each behind a Service. */
export function modelPods(
  namespace: string,
  pods: readonly Omit<ModelPod, 'namespace'>[],
): readonly object[] {
  return [program(namespace), ...pods.flatMap((pod) => modelPod({ ...pod, namespace }))];
}

/** The pool of `examples/smallest`. */
export function twoModels(namespace: string): readonly object[] {
  return modelPods(namespace, [
    { name: 'vllm-small', model: SMALL },
    { name: 'vllm-large', model: LARGE },
  ]);
}

function modelPod({ name, namespace, model, behaviour = {} }: ModelPod): readonly object[] {
  const options = JSON.stringify({ name: model, port: PORT, host: '0.0.0.0', behaviour });
  const script = `import { startStandInModel } from '${FOLDER}/stand-in-model.js'; await startStandInModel(${options});`;
  const pod = nodePod({ name, namespace, script, port: PORT }) as { spec: { containers: readonly object[] } };
  const [container] = pod.spec.containers;
  const mounted = { ...container, volumeMounts: [{ name: 'program', mountPath: FOLDER, readOnly: true }] };
  const items = programFiles().map((path) => ({ key: keyOf(path), path }));
  const volumes = [{ name: 'program', configMap: { name: PROGRAM, items } }];
  const service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: { selector: { app: name }, ports: [{ port: PORT, targetPort: PORT }] },
  };
  return [{ ...pod, spec: { ...pod.spec, containers: [mounted], volumes } }, service];
}

function program(namespace: string): object {
  const data = Object.fromEntries(programFiles().map((path) => [keyOf(path), textOf(path)]));
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: PROGRAM, namespace }, data };
}

function programFiles(): readonly string[] {
  const parts = readdirSync(fileURLToPath(new URL('stand-in/', DEMO))).filter((name) => name.endsWith('.js'));
  return ['package.json', 'stand-in-model.js', ...parts.map((name) => `stand-in/${name}`)];
}

/** A key of a ConfigMap holds no slash. */
function keyOf(path: string): string {
  return path.replaceAll('/', '.');
}

function textOf(path: string): string {
  return path === 'package.json' ? '{"type":"module"}' : readFileSync(new URL(path, DEMO), 'utf8');
}
