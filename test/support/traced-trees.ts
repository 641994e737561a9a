/** The whole trace of each request to `startTracedStack` with copies, as `treeOf` draws it; below the client's span. */

const PROCESS = 'envoy: async envoy.service.ext_proc.v3.ExternalProcessor.Process egress';

/** Of `SMALL_TALK`: by its likeness with examples, to one model, and a copy. */
export const PLAIN_TREE: readonly string[] = [
  'envoy: ingress',
  `  ${PROCESS}`,
  '    dragoman: dragoman.decide',
  '      dragoman: chat auto',
  '      dragoman: dragoman.choose',
  '      dragoman: dragoman.layer.fast',
  '      dragoman: dragoman.layer.features',
  '      dragoman: dragoman.layer.rules',
  '      dragoman: dragoman.layer.similarity',
  '      dragoman: dragoman.parse',
  '  envoy: mirror',
  '  envoy: router model/small egress',
];

/** Of `ESCALATING`: by a rule, to two tiers, the first of which has a gate, and a copy. */
export const CASCADE_TREE: readonly string[] = [
  'envoy: ingress',
  `  ${PROCESS}`,
  '    dragoman: dragoman.decide',
  '      dragoman: chat auto',
  '      dragoman: dragoman.choose',
  '      dragoman: dragoman.gate',
  '      dragoman: dragoman.layer.features',
  '      dragoman: dragoman.layer.rules',
  '      dragoman: dragoman.parse',
  `  ${PROCESS}`,
  '  envoy: mirror',
  '  envoy: router model/large egress',
  '  envoy: router tier/small egress',
];

/** Of a request for a model that nobody knows. */
export const REFUSED_TREE: readonly string[] = [
  'envoy: ingress',
  `  ${PROCESS}`,
  '    dragoman: dragoman.decide',
  '      dragoman: dragoman.layer.features',
  '      dragoman: dragoman.layer.rules',
  '      dragoman: dragoman.parse',
];

/** Dragoman's part of a tree, from its first span on. */
export function ownPart(tree: readonly string[]): readonly string[] {
  return tree.flatMap((line) => (line.includes('dragoman: ') ? [line.slice('    '.length)] : []));
}
