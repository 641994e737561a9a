import assert from 'node:assert/strict';

export interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: unknown;
}

export interface Mount {
  readonly name: string;
  readonly mountPath: string;
  readonly readOnly?: boolean;
  readonly subPath?: string;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly restartPolicy?: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly Variable[];
  readonly envFrom?: unknown;
  readonly lifecycle?: { readonly preStop: { readonly exec: { readonly command: readonly string[] } } };
  readonly securityContext?: unknown;
  readonly resources?: { readonly limits?: { readonly memory?: string } };
  readonly volumeMounts?: readonly Mount[];
  readonly startupProbe?: unknown;
  readonly readinessProbe?: unknown;
  readonly livenessProbe?: unknown;
}

export interface Volume {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly persistentVolumeClaim?: { readonly claimName: string };
  readonly emptyDir?: object;
  readonly projected?: unknown;
}

export interface PodSpec {
  readonly automountServiceAccountToken: boolean;
  readonly serviceAccountName?: string;
  readonly terminationGracePeriodSeconds: number;
  readonly securityContext: unknown;
  readonly initContainers?: readonly Container[];
  readonly containers: readonly Container[];
  readonly volumes?: readonly Volume[];
  readonly topologySpreadConstraints?: readonly unknown[];
}

export interface PodTemplate {
  readonly metadata: {
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: PodSpec;
}

/** What tests look at of any object of the chart; other fields are there as well. */
export interface Manifest {
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly data?: Readonly<Record<string, string>>;
  readonly rules?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly spec?: { readonly template?: PodTemplate } & Readonly<Record<string, unknown>>;
}

/** The object of a kind, and of a name where there are several. */
export function ofKind(all: readonly Manifest[], kind: string, name?: string): Manifest | undefined {
  return all.find((each) => each.kind === kind && (name === undefined || each.metadata.name === name));
}

/** The same where it must be there. */
export function theOne(all: readonly Manifest[], kind: string, name?: string): Manifest {
  const found = ofKind(all, kind, name);
  assert.ok(found, `${kind} ${name ?? ''} among ${all.map((each) => each.kind).join(', ')}`);
  return found;
}

/** The pods of the gateway, or of the extension. */
export function podOf(all: readonly Manifest[]): PodTemplate {
  const template = theOne(all, 'Deployment').spec?.template;
  assert.ok(template);
  return template;
}

/** Every pod that these objects make, by the name of the object. */
export function everyPod(all: readonly Manifest[]): readonly (readonly [name: string, pod: PodTemplate])[] {
  return all.flatMap((each) => {
    if (each.kind === 'Pod') return [[each.metadata.name, each as unknown as PodTemplate] as const];
    const template = each.spec?.template;
    return template === undefined ? [] : [[each.metadata.name, template] as const];
  });
}

export function containersOf({ spec }: PodTemplate): readonly Container[] {
  return [...(spec.initContainers ?? []), ...spec.containers];
}

export function container(pod: PodTemplate, name: string): Container {
  const found = containersOf(pod).find((each) => each.name === name);
  assert.ok(found, `container ${name}`);
  return found;
}
