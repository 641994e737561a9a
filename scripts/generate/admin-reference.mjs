import { fillBlock } from './fill-block.mjs';

/** Fills the table of endpoints, and their parameters, into docs/admin.md. */
export async function generateAdminReference(endpoints) {
  const rows = endpoints.map((endpoint) => `${cellsOf(endpoint).join(' | ')} |`);
  await fillBlock(
    'docs/admin.md',
    'endpoints',
    [
      '| | token | what it does |',
      '|---|---|---|',
      ...rows.map((row) => `| ${row}`),
      '',
      ...parametersOf(endpoints),
    ].join('\n'),
  );
}

function cellsOf({ method, path, isOpen, summary }) {
  return [`\`${method} ${shown(path)}\``, isOpen ? 'no' : 'yes', summary];
}

function parametersOf(endpoints) {
  return endpoints
    .filter(({ parameters = [] }) => parameters.some((parameter) => parameter.in === 'query'))
    .flatMap(({ method, path, parameters }) => [
      `**\`${method} ${shown(path)}\`**\n`,
      ...parameters.map(({ name, type, description }) => `- \`${name}\` (${type}): ${description}`),
      '',
    ]);
}

/** Without the mark of a part that takes the rest of the path. */
function shown(path) {
  return path.replace('+}', '}');
}
