import { fillBlock } from './fill-block.mjs';
import { loadSource } from './load-source.mjs';

/** Fills the tables of docs/convert.md from the converters' own. */
export async function generateConvertTables() {
  const { LITELLM_FIELDS } = await loadSource('src/convert/litellm/fields.ts');
  const { VLLM_SR_FIELDS } = await loadSource('src/convert/vllm-sr/fields.ts');
  await fillBlock('docs/convert.md', 'litellm fields', tableOf(LITELLM_FIELDS));
  // Recipes hold what `routing` holds.
  const own = Object.entries(VLLM_SR_FIELDS).filter(([place]) => !place.startsWith('recipes[].routing.'));
  await fillBlock('docs/convert.md', 'vllm-sr fields', tableOf(Object.fromEntries(own)));
}

/** A row for each place, in the order of the table. */
function tableOf(fields) {
  const rows = Object.entries(fields).map(([place, field]) => `| \`${place}\` | ${describe(field)} |`);
  return ['| There | Here |', '| --- | --- |', ...rows].join('\n');
}

function describe(field) {
  if (field.fate === 'carried') return field.to;
  if (field.fate === 'idle') return '_not carried_: it names or describes, and decides nothing';
  const why = field.instead === undefined ? field.why : `${field.why}; ${field.instead}`;
  return `_not carried_: ${why}`;
}
