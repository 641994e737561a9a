import type { Manual } from './manual.js';
import { JSON_FLAG, TABLE_FLAG } from './usual-flags.js';

/** What `dragoman bundle` takes, and what its help says. */
export const BUNDLE = {
  summary: 'show, pull, promote and roll back bundles',
  actions: {
    list: 'every bundle: what is in it, and how good it was on prompts held out',
    show: 'one bundle; VERSION may also be "active" or "candidate"',
    diff: 'what two bundles differ in',
    promote: 'put a bundle into service; a server that watches the folder needs no restart',
    nominate: 'let a bundle run silently beside the one in service; "none" ends that',
    rollback: 'bring back what was in service before',
    history: 'every change of what is in service',
    pull: 'fetch a bundle from a web server or a registry, check it, and put it into service',
  },
  usage: [
    'bundle list [flags]',
    'bundle show VERSION [flags]',
    'bundle diff OLD NEW [flags]',
    'bundle promote VERSION [flags]',
    'bundle nominate VERSION [flags]',
    'bundle rollback [flags]',
    'bundle history [flags]',
    'bundle pull SOURCE --sha256 HEX [flags]',
  ],
  about: `Shows the bundles that dragoman train wrote, and says which one dragoman serve --bundles DIR uses.`,
  flags: {
    bundles: { type: 'string', value: 'DIR', help: 'the folder', default: 'bundles' },
    sha256: { type: 'string', value: 'HEX', help: "pull: SHA-256 of the bundle's file; never left out" },
    'plain-http': {
      type: 'boolean',
      help: 'pull: ask a registry that is not on this machine without TLS',
      default: false,
    },
    timeout: { type: 'string', value: 'SECONDS', help: 'pull: longest time for all of it', default: '60' },
    reason: { type: 'string', value: 'TEXT', help: 'is written into the history', default: 'by hand' },
    json: JSON_FLAG,
    table: TABLE_FLAG,
  },
  example: 'bundle promote candidate --bundles bundles --reason "better on the July labels"',
  exitCodes: '0 done, 1 a bundle is not there or cannot be used, 2 wrong usage.',
  more: 'SOURCE of pull is https://..., http://..., file:///... or oci://HOST/REPOSITORY:TAG (or @sha256:DIGEST): an artifact one of whose layers is the file. A login is DRAGOMAN_REGISTRY_USER and DRAGOMAN_REGISTRY_PASSWORD, else what docker login wrote. What is there already is not fetched again.',
} as const satisfies Manual;
