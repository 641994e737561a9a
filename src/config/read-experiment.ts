import { dirname, isAbsolute, join } from 'node:path';
import type { Experiment } from './api/v1alpha1/router-policy.js';
import { DEFAULTS } from './defaults.js';
import { parseDocuments } from './parse-documents.js';
import { quote, type Findings } from './problem.js';
import type { RegistryExperiment, RegistryPolicy } from './registry.js';
import { type RegistryFiles, type ResolvedDocuments, resolveRouting } from './resolve.js';
import type { SourceDocument } from './source-document.js';
import { MAX_DOCUMENT_BYTES, readFault, type SourceFolder } from './source-folder.js';
import type { Spot } from './spot.js';
import { type CheckedDocuments, validateDocuments } from './validate.js';

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
    if (document.spec.experiment === undefined) continue;
    spot.at('spec', 'experiment').reference('must not be here: an experiment has none of its own');
  }
  const { policy, routes } = resolveRouting(documents, base.pool, sources.files, base.policy);
  const { name, share = DEFAULTS.experimentShare } = experiment;
  return { name, share, routes, policy: sharedPolicy(policy.policy, base.policy.policy) };
}

/** Whoever decides, requests are read, mirrored and recorded alike. */
function sharedPolicy(own: RegistryPolicy, base: RegistryPolicy): RegistryPolicy {
  const { limits, encoder, shadow, records, tenantHeader } = base;
  return { ...own, limits, encoder, shadow, records, tenantHeader };
}

function sourcesOf(
  { documents }: Experiment,
  spot: Spot,
  { folder, findings }: ExperimentSources,
): SourceDocument[] {
  return documents.flatMap((file, index) => {
    const path = isAbsolute(file) ? file : join(dirname(spot.file), file);
    const named = spot.at('documents', index);
    if (folder.documents.includes(path)) {
      named.reference(`${quote(file)} is read with the registry itself; put it into another folder`);
      return [];
    }
    try {
      return parseDocuments(path, folder.read(path, MAX_DOCUMENT_BYTES), findings);
    } catch (error) {
      named.reference(`${quote(file)} ${readFault(error)}`);
      return [];
    }
  });
}
