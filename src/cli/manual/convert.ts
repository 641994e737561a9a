import type { Manual } from './manual.js';

/** What `dragoman convert` takes, and what its help says. */
export const CONVERT = {
  summary: "import another router's configuration",
  usage: ['convert FILE [--out DIR] [flags]'],
  about: `Imports the config.yaml of a LiteLLM proxy or of a vLLM Semantic Router. Tells on stderr, line by line, what could not be
carried over as it was, why, and what to do; the same stands as a comment beside the place in what is written. Keys are
never copied: an environment variable is named instead. The result is checked as dragoman check would.`,
  flags: {
    from: {
      type: 'string',
      value: 'litellm|vllm-sr',
      help: 'whose configuration it is',
      without: "told by the file's keys",
    },
    out: {
      type: 'string',
      value: 'DIR',
      help: 'folder for pool.yaml and routes.yaml; it must hold no YAML file yet',
      without: 'printed',
    },
    through: {
      type: 'string',
      value: 'URL',
      help: 'LiteLLM proxy that goes on serving the models of providers that do not speak the OpenAI API, such as http://litellm:4000/v1',
      without: 'they are left out',
    },
    strict: {
      type: 'boolean',
      help: 'exit code 3 when anything could not be carried over as it was',
      default: false,
    },
  },
  example: 'convert litellm.yaml --out registry',
  exitCodes: '0 converted, 1 the file or the result is not valid, 2 wrong usage, 3 with --strict.',
  more: 'An address that stands in a variable of the environment (os.environ/NAME) is read from it; a key never is.',
} as const satisfies Manual;
