import { relative } from 'node:path';
import type { Experiment } from '../api/v1alpha1/router-policy.js';
import { DEFAULTS } from '../defaults.js';
import { namedFile } from '../named-file.js';
import { parseDocuments } from '../parse-documents.js';
import { quote, type Findings } from '../problem.js';
import type { RegistryExperiment, RegistryPolicy } from '../registry.js';
import { type RegistryFiles, type ResolvedDocuments, resolveRouting } from './resolve.js';
import type { SourceDocument } from '../source-document.js';
import { MAX_DOCUMENT_BYTES, readFault, type SourceFolder } from '../source-folder.js';
import type { Spot } from '../spot.js';
import { type CheckedDocuments, validateDocuments } from '../validate.js';

/** What an experiment decides by; the registry's own version, folder and files are not known yet. */
export interface ReadExperiment extends Pick<RegistryExperiment, 'name' | 'share'> {
  readonly policy: RegistryPolicy;
  readonly routes: ResolvedDocuments['routes'];
}

export interface ExperimentSources {
  readonly folder: SourceFolder;
  readonly findings: Findings;
  readonly files: RegistryFiles;
}

/** Reads the experiment that a registry's policy names; `undefined` for none. What is wrong with it is told. */
export function readExperiment(
  { policies }: CheckedDocuments,
  base: ResolvedDocuments,
  sources: ExperimentSources,
): ReadExperiment | undefined {
  const [checked] = policies;
  const experiment = checked?.document.spec.experiment;
  if (experiment === undefined || checked?.spot.isSound('spec', 'experiment') !== true) return undefined;
  const documents = validateDocuments(
    sourcesOf(experiment, checked.spot.at('spec', 'experiment'), sources),
    sources.findings,
  );
  for (const { spot } of documents.pools) {
    spot.at('kind').reference('must not be "ModelPool" here: an experiment shares the pool of its registry');
  }
  for (const { document, spot } of documents.policies) {
    if (document.spec.experiment !== undefined) {
      spot.at('spec', 'experiment').reference('must not be here: an experiment has none of its own');
    }
    for (const section of SHARED) {
      if (document.spec[section] === undefined) continue;
      spot.at('spec', section).key().doubtful("is not used in an experiment: its registry's holds");
    }
  }
  const { policy, routes } = resolveRouting(documents, base.pool, sources.files, base.policy);
  const { name, share = DEFAULTS.experimentShare } = experiment;
  return { name, share, routes, policy: sharedPolicy(policy.policy, base.policy.policy) };
}

/** Whoever decides, requests are read, remembered, mirrored and recorded alike. */
const SHARED = [
  ...(['tenantHeader', 'limits', 'encoder', 'shadow', 'records'] as const),
  ...(['stickiness', 'decisionCache', 'llmRouter'] as const),
];

function sharedPolicy(own: RegistryPolicy, base: RegistryPolicy): RegistryPolicy {
  return { ...own, ...Object.fromEntries(SHARED.map((section) => [section, base[section]])) };
}

function sourcesOf(
  { documents }: Experiment,
  spot: Spot,
  { folder, findings }: ExperimentSources,
): SourceDocument[] {
  return documents.flatMap((file, index) => {
    const path = namedFile(spot.file, file);
    const named = spot.at('documents', index);
    if (folder.documents.includes(path)) {
      named.reference(`${quote(file)} is read with the registry itself; put it into another folder`);
      return [];
    }
    if (relative(folder.directory, path).startsWith('..')) {
      named.reference(`${quote(file)} lies outside of the registry's folder; move it there`);
      return [];
    }
    try {
      const problems = findings.problems.length;
      const found = parseDocuments(path, folder.read(path, MAX_DOCUMENT_BYTES), findings);
      if (found.length === 0 && findings.problems.length === problems) {
        named.reference(`${quote(file)} holds no document`);
      }
      return found;
    } catch (error) {
      named.reference(`${quote(file)} ${readFault(error)}`);
      return [];
    }
  });
}
