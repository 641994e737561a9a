/** A command that shows something. */
export interface Proof {
  /** Script of package.json. */
  readonly script: string;
  /** Heading under which its figures stand. */
  readonly area: string;
  /** What it shows, after "shows". */
  readonly what: string;
  /** Generated page with all of its figures, below `docs/`; the script writes it with `--write-docs`. */
  readonly page?: string;
  /** Version of Node that it must run on; absent: any. */
  readonly node?: number;
  /** Proof that runs it, too. */
  readonly within?: ProofName;
}

export type ProofName =
  | ('verify' | 'verify22' | 'test' | 'quality' | 'bench' | 'overload' | 'faults' | 'fuzz' | 'soak')
  | ('cluster' | 'litellm' | 'jaeger' | 'audit');

/** Everything that `npm run prove` runs, in its order: what is quickest to fail first, what takes the machine for itself together. */
export const PROOFS: Readonly<Record<ProofName, Proof>> = {
  verify: {
    script: 'verify',
    area: 'Tests and checks',
    what: 'generated files are new, format, lint, types, all tests, links',
    node: 20,
  },
  verify22: {
    script: 'verify',
    area: 'Tests and checks',
    what: 'the same on Node 22',
    node: 22,
  },
  test: { script: 'test', area: 'Tests and checks', what: 'all tests', within: 'verify' },
  audit: {
    script: 'audit',
    area: 'Tests and checks',
    what: 'licences and known vulnerabilities of what is shipped',
  },
  litellm: { script: 'test:litellm', area: 'Tests and checks', what: 'LiteLLM itself behind Envoy' },
  jaeger: { script: 'test:jaeger', area: 'Tests and checks', what: 'whole traces in Jaeger itself' },
  quality: {
    script: 'eval:quality',
    area: 'Quality of decisions',
    what: 'how well the router decides, on labelled prompts',
    page: 'quality.md',
  },
  bench: { script: 'bench', area: 'Speed and memory', what: 'what it costs', page: 'performance.md' },
  overload: {
    script: 'test:overload',
    area: 'Overload',
    what: 'twice as many requests as it can decide',
    page: 'overload.md',
  },
  faults: {
    script: 'test:faults',
    area: 'Faults',
    what: 'one thing after the other broken under load',
    page: 'faults.md',
  },
  fuzz: { script: 'test:fuzz', area: 'Hostile input', what: 'input made up to break it', page: 'fuzz.md' },
  soak: {
    script: 'test:soak',
    area: 'An hour of traffic',
    what: 'recorded traffic at half of saturation',
    page: 'soak.md',
  },
  cluster: {
    script: 'test:cluster',
    area: 'Kubernetes',
    what: 'image and chart on a real node, under load',
  },
};

export const PROOF_NAMES = Object.keys(PROOFS) as readonly ProofName[];

/** As a person types it. */
export function commandOf(name: ProofName): string {
  const { script, node } = PROOFS[name];
  const typed = script === 'test' ? 'npm test' : `npm run ${script}`;
  return `\`${typed}\`${node === undefined ? '' : ` on Node ${node}`}`;
}
