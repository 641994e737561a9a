import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parse, stringify } from 'yaml';
import { convertSource } from '../../src/convert/convert-source.js';
import { convertText, FIXTURES, linesOf, readFixture } from './convert-fixture.js';

/** All that a conversion shows to anybody. */
function shown(text: string, environment: Readonly<Record<string, string>> = {}): string {
  const result = convertSource('config.yaml', Buffer.from(text), undefined, { environment });
  if (!result.ok) return result.problem.message;
  return [...Object.values(result.value.files), ...linesOf(result.value)].join('\n');
}

const MODEL = {
  model_name: 'm',
  litellm_params: { model: 'openai/m', api_base: 'https://api.example.com/v1' },
};

describe('secrets', () => {
  for (const name of FIXTURES) {
    it(`of ${name} are neither written nor told`, () => {
      assert.doesNotMatch(shown(readFixture(name)), /canary/i);
    });
  }

  const places: Readonly<Record<string, object>> = {
    'a literal key': { api_key: 'CANARY' },
    'a key of another kind': { api_key: ['CANARY'] },
    'a key within a mapping': { api_key: { value: 'CANARY' } },
    'a user in a URL': { api_base: 'https://user:CANARY@api.example.com/v1' },
    'a query of a URL': { api_base: 'https://api.example.com/v1?key=CANARY' },
    'a URL that is none': { api_base: 'CANARY' },
    headers: { extra_headers: { authorization: 'Bearer CANARY' } },
    'credentials of a cloud': {
      aws_secret_access_key: 'CANARY',
      vertex_credentials: '{"private_key": "CANARY"}',
    },
    'a key that is not known': { zz_token: 'CANARY' },
    'a router that is not valid JSON': { model: 'auto_router/x', auto_router_config: '{"key": "CANARY' },
  };
  for (const [place, params] of Object.entries(places)) {
    it(`in ${place} are neither written nor told`, () => {
      const entry = { ...MODEL, litellm_params: { ...MODEL.litellm_params, ...params } };
      assert.doesNotMatch(shown(stringify({ model_list: [MODEL, entry] })), /CANARY/);
    });
  }

  it('in a file that is not valid YAML are not told', () => {
    const broken = ['api_key: *CANARY', 'api_key: "CANARY', 'a: 1\n CANARY: [', 'api_key: !CANARY x'];
    for (const text of broken) assert.doesNotMatch(shown(`model_list: []\n${text}\n`), /CANARY/);
  });

  it('of the environment are not read, addresses are', () => {
    const params = { model: 'openai/m', api_key: 'os.environ/KEY', api_base: 'os.environ/BASE' };
    const text = stringify({ model_list: [{ model_name: 'm', litellm_params: params }] });
    const written = shown(text, { KEY: 'CANARY', BASE: 'https://here.example.com/v1' });
    assert.doesNotMatch(written, /CANARY/);
    assert.match(written, /env: KEY/);
    assert.match(written, /url: https:\/\/here\.example\.com\/v1/);
  });

  it('that a variable is to hold are named by it', () => {
    const { files } = convertText(readFixture('litellm'));
    const pool = parse(files['pool.yaml'] ?? '') as { spec: { models: { name: string; apiKey?: object }[] } };
    const renamed = pool.spec.models.find(({ name }) => name === 'openai-o3');
    assert.deepEqual(renamed?.apiKey, { env: 'OPENAI_O3_API_KEY' });
  });
});
