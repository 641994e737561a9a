/** A data link of a panel whose series have the label: the decisions of one value, in the console. */
const toDecisions = (label) => ({
  title: `Decisions with this ${label}`,
  url: `\${console}/console/#/live?${label}=\${__field.labels.${label}}`,
  targetBlank: true,
});

export const CONSOLE_LINKS = {
  route: toDecisions('route'),
  model: toDecisions('model'),
  reason: toDecisions('reason'),
};

/** Above all panels. */
export const DASHBOARD_LINKS = [
  ['Console', '${console}/console/', 'Live decisions, each with its whole story'],
  ['Quality', '${console}/console/#/quality', 'By route and day, with intervals'],
  ['Drift', '${console}/console/#/drift', 'What is no longer as it was'],
].map(([title, url, tooltip]) => ({
  ...{ title, url, tooltip, type: 'link', icon: 'external link', targetBlank: true },
  ...{ asDropdown: false, includeVars: false, keepTime: false, tags: [] },
}));
