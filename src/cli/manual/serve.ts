import { USUAL_TERMS } from '../../bundle/promotion-gate.js';
import { ENVOY_ADDRESSES } from '../../envoy/envoy-options.js';
import { STORE_FORMS } from '../../store/store-url.js';
import type { Manual } from './manual.js';
import { CRDS_FLAG, ENCODER_FLAG, LEASE_FLAG, REGISTRY_FILES_FLAG } from './usual-flags.js';

/** What `dragoman serve` takes, and what its help says. */
export const SERVE = {
  summary: 'serve decisions to Envoy',
  usage: ['serve DIR [flags]'],
  about: `Serves the registry in DIR (a folder of YAML documents, or one file) to Envoy.`,
  flags: {
    listen: {
      type: 'string',
      value: 'ADDRESS',
      help: 'where Envoy finds us: unix:/path or host:port',
      default: ENVOY_ADDRESSES.dragoman,
    },
    admin: {
      type: 'string',
      value: 'HOST:PORT',
      help: 'probes, metrics, the admin API and the console; a token is DRAGOMAN_ADMIN_TOKEN',
      default: '127.0.0.1:9902',
    },
    'trace-url': {
      type: 'string',
      value: 'LINK',
      help: 'link to a trace for the console, such as http://127.0.0.1:16686/trace/{traceId}',
      without: 'none',
    },
    xds: {
      type: 'string',
      value: 'DIR',
      help: "keep Envoy's configuration files in DIR in step with the registry",
    },
    'envoy-listen': {
      type: 'string',
      value: 'HOST:PORT',
      help: 'with --xds: where Envoy takes requests',
      without: ENVOY_ADDRESSES.listen,
    },
    'envoy-internal': {
      type: 'string',
      value: 'HOST:PORT',
      help: 'where Envoy takes our own questions to models',
      default: ENVOY_ADDRESSES.internal,
    },
    'envoy-admin': {
      type: 'string',
      value: 'HOST:PORT',
      help: "Envoy's own admin port, where models' health is read",
      without: `with --xds: ${ENVOY_ADDRESSES.admin}`,
    },
    otlp: {
      type: 'string',
      value: 'URL',
      help: 'with --xds: where Envoy sends its spans, such as http://collector:4318',
    },
    'system-ca': {
      type: 'string',
      value: 'FILE',
      help: 'with --xds: certificate authorities for https models',
      without: "the system's",
    },
    encoder: ENCODER_FLAG,
    cache: {
      type: 'string',
      value: 'DIR',
      help: "keep the examples' embeddings in DIR for the next start; not for two servers at a time",
    },
    records: {
      type: 'string',
      value: 'URL',
      help: `keep a record of each decision in ${STORE_FORMS}`,
      without: 'DRAGOMAN_RECORDS; none',
    },
    'shared-cache': {
      type: 'string',
      value: 'URL',
      help: 'share what was found for a prompt with other replicas, through redis://... or rediss://...',
      without: 'DRAGOMAN_SHARED_CACHE; none',
    },
    crds: CRDS_FLAG,
    'registry-files': REGISTRY_FILES_FLAG,
    lease: LEASE_FLAG,
    events: {
      type: 'boolean',
      help: 'tell of refused registries as Kubernetes Events of this pod (POD_NAME, POD_NAMESPACE, POD_UID)',
      default: false,
    },
    hints: {
      type: 'string',
      value: 'FILE',
      help: 'answer routes that decay one tier higher, as dragoman drift --hints says',
      without: 'none',
    },
    bundles: {
      type: 'string',
      value: 'DIR',
      help: 'serve the trained heads that DIR names, and follow it; see dragoman bundle',
    },
    promote: {
      type: 'string',
      value: 'auto|never',
      help: 'whether a candidate goes into service, and out again, by itself',
      default: 'never',
    },
    'promote-after': {
      type: 'string',
      value: 'N',
      help: 'requests that a candidate must have judged before that',
      default: String(USUAL_TERMS.requests),
    },
    retrain: {
      type: 'string',
      value: 'EVERY',
      help: 'with --bundles and --records: train a candidate that often, such as 24h, or when traffic drifts',
    },
    drain: {
      type: 'string',
      value: 'SECONDS',
      help: 'longest wait for requests in flight at a stop',
      default: '20',
    },
    'log-level': {
      type: 'string',
      value: 'trace|debug|info|warn|error|silent',
      help: 'least grave messages that are logged',
      default: 'info',
    },
  },
  example: 'serve registry --xds /etc/envoy --records sqlite:records.db --bundles bundles',
  exitCodes:
    '0 stopped when told to, 1 the registry, the encoder, a folder or an address cannot be used, 2 wrong usage.',
  more: "It starts without a store or a shared cache that cannot be reached: the log says why, records wait in memory, and it is tried again. Dragoman's own spans go to OTEL_EXPORTER_OTLP_ENDPOINT when it is set. DRAGOMAN_HASH_KEY, the same for all replicas, names conversations and prompts alike in all of them; --shared-cache needs it. DRAGOMAN_ADMIN_TOKEN, when set, is what the admin port asks for; on more than loopback it must be set. SIGHUP reloads, SIGTERM drains and stops.",
} as const satisfies Manual;
