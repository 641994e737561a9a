import type { ConfigProblem, LoadedConfig } from '../../../../admin/api/config.js';
import { h } from '../../dom.js';
import { formatAgo, formatCount, formatDateTime } from '../../format.js';
import { copyable } from '../../pieces/copy-button.js';
import { factList, panel } from '../../pieces/panel.js';

/** Which registry serves, since when, and why a newer one does not. */
export function statusPanel(config: LoadedConfig): readonly HTMLElement[] {
  const { problems, error, loads, refusals, version, directory, files, encoder, experiment } = config;
  const loadedAt = Date.parse(config.loadedAt);
  const status = panel(
    'In service',
    null,
    factList({
      Version: copyable(version, 'registry’s version'),
      Since: `${formatDateTime(loadedAt)}, ${formatAgo(loadedAt, Date.now())}`,
      From: h('span', { class: 'mono' }, directory),
      Files: fileList(files),
      Loads: `${formatCount(loads)} since the start, ${formatCount(refusals)} refused`,
      Encoder: encoder === null ? 'none' : h('span', { class: 'mono' }, encoder),
      Experiment:
        experiment === null
          ? null
          : `${experiment.name}: ${Math.round(experiment.share * 100)} % of the conversations get ${experiment.version}`,
      Dragoman: config.dragoman,
    }),
  );
  return [...refusal(problems), ...waiting(error), status];
}

function refusal(problems: readonly ConfigProblem[]): readonly HTMLElement[] {
  if (problems.length === 0) return [];
  const items = problems.map(({ file, line, column, path, message, code }) => {
    const place = line === 0 ? file : `${file}:${line}:${column}`;
    return h(
      'li',
      {},
      h('code', { class: 'mono' }, place),
      h('span', { class: 'foreign' }, path === '' ? message : `${path}: ${message}`),
      h('span', { class: 'chip' }, code),
    );
  });
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return [
    h(
      'section',
      { class: 'notice bad stack', 'aria-label': 'Last refusal' },
      h(
        'p',
        {},
        h('strong', {}, `The newest registry was refused for ${count}.`),
        ' The one below serves on.',
      ),
      h('ul', { class: 'problems' }, ...items),
    ),
  ];
}

function waiting(error: string | null): readonly HTMLElement[] {
  if (error === null) return [];
  return [h('p', { class: 'notice warn' }, h('strong', {}, 'The newest registry waits. '), error)];
}

function fileList(files: readonly string[]): HTMLElement {
  const list = h('span', { class: 'mono foreign' }, files.join(', '));
  if (files.length <= 8) return list;
  return h('details', {}, h('summary', {}, `${files.length} files`), list);
}
