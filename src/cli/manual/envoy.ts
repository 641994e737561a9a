import { ENVOY_ADDRESSES } from '../../envoy/envoy-options.js';
import type { Manual } from './manual.js';
import { CRDS_FLAG, LEASE_FLAG, REGISTRY_FILES_FLAG } from './usual-flags.js';

/** What `dragoman envoy` takes, and what its help says. */
export const ENVOY = {
  summary: "write Envoy's configuration from a registry",
  usage: ['envoy DIR [flags]'],
  about: `Writes Envoy's configuration from a registry. Without --out it is one file that needs no others but the models' keys, printed or written to --static.`,
  flags: {
    out: {
      type: 'string',
      value: 'DIR',
      help: 'folder for envoy.yaml and the files it watches (cds.yaml, rds.yaml, lds.yaml); start Envoy with -c DIR/envoy.yaml',
    },
    static: {
      type: 'string',
      value: 'FILE',
      help: 'where to write the one file instead of printing it',
    },
    'or-empty': {
      type: 'boolean',
      help: 'a registry that is not valid makes the --static file an empty configuration, with exit code 0: for a job whose next step tells what is wrong',
    },
    'envoy-listen': {
      type: 'string',
      value: 'HOST:PORT',
      help: 'where Envoy takes requests',
      default: ENVOY_ADDRESSES.listen,
    },
    'envoy-internal': {
      type: 'string',
      value: 'HOST:PORT',
      help: 'where Dragoman asks a model; keep it on loopback',
      default: ENVOY_ADDRESSES.internal,
    },
    'envoy-admin': {
      type: 'string',
      value: 'HOST:PORT',
      help: "Envoy's admin port; keep it on loopback",
      default: ENVOY_ADDRESSES.admin,
    },
    dragoman: {
      type: 'string',
      value: 'ADDRESS',
      help: 'where Dragoman serves, as given to dragoman serve --listen',
      default: ENVOY_ADDRESSES.dragoman,
    },
    otlp: {
      type: 'string',
      value: 'URL',
      help: 'where Envoy sends its spans, such as http://collector:4318',
    },
    'system-ca': {
      type: 'string',
      value: 'FILE',
      help: 'certificate authorities for https models',
      without: "the system's",
    },
    crds: CRDS_FLAG,
    'registry-files': REGISTRY_FILES_FLAG,
    lease: LEASE_FLAG,
  },
  example: 'envoy registry --out /etc/envoy --envoy-listen 0.0.0.0:10000',
  exitCodes: '0 written, 1 registry not valid, 2 wrong usage.',
} as const satisfies Manual;
