/** Keywords that Kubernetes takes over as they are. */
const KEPT = [
  ...['type', 'format', 'enum', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum'],
  ...['minItems', 'maxItems', 'minProperties', 'maxProperties', 'required', 'default'],
];

/** Keywords that are carried over in another way, or that Kubernetes has its own way for. */
const CHANGED = ['$ref', 'description', 'properties', 'items', 'additionalProperties'];

/**
 * Turns a JSON Schema into what Kubernetes calls structural: every type in its place, no `$ref`, no unions, and unknown fields
 * not forbidden but pruned (`kubectl` has them refused).
 * @param definitions JSON Schemas by name
 * @param rules CEL rules by the name of a definition, or of a field, such as `Model.name`
 * @param listMapKeys fields that tell the entries of a list apart, by the name of the list's field
 * @param unused a set from which the names are taken that have been met
 * @returns {(name: string) => object} the structural schema of a definition
 */
export function structuralSchemas({ definitions, rules, listMapKeys, unused }) {
  const convert = (schema, name, field) => {
    const foreign = Object.keys(schema).filter((key) => !KEPT.includes(key) && !CHANGED.includes(key));
    if (foreign.length > 0) throw new Error(`${field ?? name}: Kubernetes has no ${foreign.join(', ')}`);
    if (schema.$ref !== undefined) return referred(schema, field);
    if (schema.type === undefined) throw new Error(`${field ?? name}: Kubernetes needs a type`);
    const converted = { ...describe(schema.description), ...pick(schema, KEPT) };
    if (schema.properties !== undefined) converted.properties = propertiesOf(schema.properties, name);
    else if (schema.additionalProperties !== undefined)
      converted.additionalProperties = convert(schema.additionalProperties, name, `${field}.*`);
    if (schema.items !== undefined) converted.items = convert(schema.items, name, `${field}[]`);
    return { ...converted, ...extensionsOf(field, schema), ...rulesOf(field) };
  };

  const referred = ({ $ref, ...own }, field) => {
    const name = $ref.replace('#/definitions/', '');
    const target = schemaOf(name);
    const extensions = rulesOf(field, target['x-kubernetes-validations']);
    const description = describe(own.description, target.description);
    return { ...description, ...target, ...own, ...description, ...extensions };
  };

  const propertiesOf = (properties, name) =>
    Object.fromEntries(
      Object.entries(properties).map(([key, property]) => [key, convert(property, name, `${name}.${key}`)]),
    );

  const extensionsOf = (field, { type }) => {
    if (type !== 'array') return {};
    unused.delete(field);
    const keys = listMapKeys[field];
    if (keys === undefined) return { 'x-kubernetes-list-type': 'atomic' };
    return { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': keys };
  };

  const rulesOf = (name, others = []) => {
    unused.delete(name);
    const all = [...others, ...(rules[name] ?? [])];
    return all.length === 0 ? {} : { 'x-kubernetes-validations': all };
  };

  /** A definition with its own rules; a field that refers to it may add some. */
  const schemaOf = (name) => {
    const converted = convert(definitions[name], name);
    return { ...converted, ...rulesOf(name, converted['x-kubernetes-validations']) };
  };

  return schemaOf;
}

/** What a field means, then what its type means. */
function describe(...texts) {
  const told = texts.filter((text) => text !== undefined);
  return told.length === 0 ? {} : { description: told.join(' ') };
}

function pick(schema, keys) {
  return Object.fromEntries(keys.filter((key) => key in schema).map((key) => [key, schema[key]]));
}
