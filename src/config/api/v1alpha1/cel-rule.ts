/**
 * What the API server checks of a custom resource beyond its schema, in the Common Expression Language. The words are those
 * of `dragoman check`, which checks the same and more.
 * @see https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export interface CelRule {
  /** Holds of what may stand; `self` is the value. A text that it searches needs a `@maxLength`, a list a `@maxItems`. */
  readonly rule: string;
  /** Told at the value's path when the rule does not hold. */
  readonly message: string;
  /** Tells the name at fault instead of {@link message}. */
  readonly messageExpression?: string;
  /** Where in the value it is told, such as `.target`. Default: the value itself. */
  readonly fieldPath?: string;
}

/** Rules by the type that they are about, or by one of its fields, as in `Model.name`. */
export type CelRules = Readonly<Record<string, readonly CelRule[]>>;

/** A message that begins with a name, quoted as `check` quotes it. */
export function about(name: string, message: string): string {
  return `'"' + ${name} + '" ${message}'`;
}

/** Exactly one of some optional fields must be given. */
export function exactlyOne(fields: readonly string[], message: string): CelRule {
  const given = fields.map((field) => `has(self.${field})`).join(', ');
  return { rule: `[${given}].exists_one(isGiven, isGiven)`, message };
}
