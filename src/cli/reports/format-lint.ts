import { LINT_CHECKS, type LintCheck, type LintFinding } from '../../lab/lint/finding.js';
import type { LintReport } from '../../lab/lint/lint-registry.js';
import type { Paint } from '../output/paint.js';
import { percent } from './figures.js';

/** Findings of one check that are printed; all of them are in the JSON. */
const MOST_SHOWN = 20;

/** What `lint` found, one finding a line under its check, for people. */
export function formatLint(report: LintReport, paint: Paint): string[] {
  const { registry, routes, examples, heldOut, accuracy, sameFrom, findings } = report;
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  const judged =
    accuracy === null
      ? 'none could be held out'
      : `held out, ${percent(accuracy)} % of ${heldOut} go to their own route`;
  const checks = (Object.keys(LINT_CHECKS) as LintCheck[]).flatMap((check) =>
    section(
      check,
      findings.filter((finding) => finding.check === check),
      paint,
    ),
  );
  const counted = `${plural(warnings, 'warning')}, ${plural(findings.length - warnings, 'note')}`;
  return [
    `registry ${registry}: ${routes} routes, ${examples} examples; ${judged}`,
    ...(sameFrom === null ? [] : [`texts count as nearly the same from a cosine of ${sameFrom.toFixed(3)}`]),
    ...checks,
    '',
    warnings > 0 ? paint.bad(counted) : paint.good(counted),
  ];
}

function section(check: LintCheck, findings: readonly LintFinding[], paint: Paint): string[] {
  if (findings.length === 0) return [];
  const shown = findings
    .slice(0, MOST_SHOWN)
    .flatMap(({ place, route, message, suggestion }) => [
      `${place} ${route}: ${message}`,
      paint.faint(`    ${suggestion}`),
    ]);
  const hidden = findings.length - MOST_SHOWN;
  return [
    '',
    paint.heading(`${check} (${findings.length}): ${LINT_CHECKS[check]}`),
    ...shown,
    ...(hidden > 0 ? [`and ${hidden} more`] : []),
  ];
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
