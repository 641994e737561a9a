/**
 * A `ModelPool` for the stand-ins small, medium and large; medium is the default.
 *
 * @param more further YAML lines of `spec.models`, such as `- { name: gone, url: 'http://127.0.0.1:9/v1' }`
 */
export function poolText(...more: readonly string[]): string {
  return `
apiVersion: dragoman.dev/v1alpha1
kind: ModelPool
metadata: { name: pool }
spec:
  default: medium
  aliases: [auto, cheap]
  models:
    - { name: small, url: '{{small}}', model: stand-in/small, price: { input: 0.1, output: 0.4 } }
    - { name: medium, url: '{{medium}}', model: stand-in/medium, price: { input: 0.3, output: 1.2 }, safetyClasses: [medical] }
    - { name: large, url: '{{large}}', model: stand-in/large, price: { input: 1, output: 4 } }
${more.map((line) => `    ${line}\n`).join('')}`;
}

/** A `Route` document; `spec` is YAML in flow style without its braces, such as `target: small, match: [...]`. */
export function routeText(name: string, spec: string): string {
  return `---
apiVersion: dragoman.dev/v1alpha1
kind: Route
metadata: { name: ${name} }
spec: { ${spec} }
`;
}

/** A `RouterPolicy` document; `spec` as in {@link routeText}. */
export function policyText(spec: string): string {
  return `---
apiVersion: dragoman.dev/v1alpha1
kind: RouterPolicy
metadata: { name: policy }
spec: { ${spec} }
`;
}

/** Sends what says hello to small; everything else goes to medium, the default. */
export const GREETING_ROUTE: string = routeText('greeting', 'target: small, match: [{ keywords: [hello] }]');

/** The files of a registry with the stand-ins and {@link GREETING_ROUTE}. */
export const GREETING_REGISTRY: Readonly<Record<string, string>> = {
  'pool.yaml': poolText(),
  'routes.yaml': GREETING_ROUTE,
};
