/**
 * npm run audit [-- FLAGS]: licences of what is shipped, known vulnerabilities, and the list of packages.
 *
 *   --sbom FILE  write the packages as CycloneDX, the same bytes for the same package-lock.json
 *   --offline    do not ask for vulnerabilities
 *
 * Exit code: 0 all was checked and is well, 1 something is not, 2 vulnerabilities could not be asked for: that is no pass.
 */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keepRun } from './keep-run.mjs';
import { isAllowed, shippedPackages } from './licences.mjs';
import { runNpm } from './npm.mjs';
import { root } from './paths.mjs';
import { SetUpError, report } from './progress.mjs';

/** Least grave vulnerability that fails. */
const LEVEL = 'high';

async function main() {
  const { values } = parseArgs({ options: { sbom: { type: 'string' }, offline: { type: 'boolean' } } });
  const check = async () => {
    const results = [checkLicences(), values.offline ? 0 : await askForVulnerabilities()];
    // What is wrong comes before what is unknown.
    process.exitCode = results.includes(1) ? 1 : Math.max(...results);
    return outcomeOf(results);
  };
  await (values.offline ? check() : keepRun('audit', check));
  if (values.sbom !== undefined) await writeSbom(values.sbom);
}

function outcomeOf(results) {
  const leftOut = results.includes(2)
    ? [{ what: 'known vulnerabilities of what is shipped', why: 'the package registry does not answer' }]
    : [];
  return { ok: !results.includes(1), leftOut };
}

function checkLicences() {
  const packages = shippedPackages();
  const refused = packages.filter(({ licence }) => !isAllowed(licence));
  for (const { name, version, licence } of refused) {
    console.error(
      `licence: ${name}@${version} is under "${licence}", which scripts/licences.mjs does not allow.`,
    );
  }
  console.log(
    `licences: ${packages.length - refused.length} of ${packages.length} shipped packages are under allowed ones.`,
  );
  return refused.length > 0 ? 1 : 0;
}

async function askForVulnerabilities() {
  const { output } = await runNpm(
    ['audit', '--omit=dev', '--json', `--audit-level=${LEVEL}`, '--loglevel=silent'],
    { cwd: root },
  );
  const found = readCounts(output);
  if (found === undefined) {
    console.error(
      '\n!!! vulnerabilities: NOT CHECKED. The package registry does not answer `npm audit`; run this where it does.\n',
    );
    return 2;
  }
  const { total, high, critical } = found;
  console.log(`vulnerabilities: ${total} known in shipped packages, ${high} high and ${critical} critical.`);
  if (high + critical === 0) return 0;
  console.error('Run `npm audit --omit=dev` for what to change.');
  return 1;
}

/** @returns {{ total: number, high: number, critical: number } | undefined} undefined where the registry has not answered */
function readCounts(output) {
  try {
    return JSON.parse(output).metadata?.vulnerabilities;
  } catch {
    return undefined;
  }
}

/** Without what differs from run to run and from machine to machine: time, serial number, the folder's name. */
async function writeSbom(file) {
  const flags = ['--omit=dev', '--package-lock-only', '--sbom-format=cyclonedx', '--sbom-type=application'];
  const { code, output } = await runNpm(['sbom', ...flags, '--loglevel=silent'], { cwd: root });
  if (code !== 0) throw new SetUpError(`npm sbom failed (exit code ${code}):\n${output}`);
  const { serialNumber: _serial, metadata, ...rest } = JSON.parse(output);
  const { timestamp: _time, tools: _tools, component, ...about } = metadata;
  const sbom = { ...rest, metadata: { ...about, component: { ...component, name: 'dragoman' } } };
  writeFileSync(file, `${JSON.stringify(sbom, undefined, 2)}\n`);
  console.log(`sbom: ${sbom.components.length} packages in ${file}.`);
}

await main().catch(report);
