import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { objectOf } from '../../demo/stand-in/json.js';
import { ask, chat } from '../support/ask.js';
import { createCleanUp } from '../support/clean-up.js';
import { eventually } from '../support/eventually.js';
import { type OtlpReceiver, startOtlpReceiver } from '../support/otlp-receiver.js';
import { policyText, poolText, routeText } from '../support/pool-text.js';
import { startStack, type Stack } from '../support/stack.js';
import { storedRecords } from '../support/stored-records.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const POLICIES = ['none', 'hash', 'redacted', 'full'] as const;
type Policy = (typeof POLICIES)[number];

/** Words that occur nowhere else. */
const CANARY: Readonly<Record<Policy, string>> = {
  none: 'zyxwallaby',
  hash: 'zyxnumbat',
  redacted: 'zyxquokka',
  full: 'zyxbilby',
};

const SECRET = 'AKIAZQ3DTZ7YWPLKMN4R';
const EXAMPLES = ['hi there', 'thanks, that helped', 'tell me a joke', 'good evening', 'how are you today'];

describe('the text of prompts, under each policy', () => {
  const folder = temporaryFolder();
  const url = `sqlite:${join(folder, 'records.db')}`;
  const cleanUp = createCleanUp();
  const decisions = new Map<Policy, string | null>();
  let receiver: OtlpReceiver;
  let stack: Stack;

  before(async () => {
    receiver = await startOtlpReceiver();
    cleanUp.add(() => {
      receiver.close();
    });
    stack = await startStack({
      registry: {
        'pool.yaml': poolText(),
        'routes.yaml': routeText('small-talk', `target: small, examples: ${JSON.stringify(EXAMPLES)}`),
        'policy.yaml': policyText('records: { text: none }'),
      },
      flags: ['--encoder', 'none', '--records', url, '--log-level', 'trace'],
      env: { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url, OTEL_BSP_SCHEDULE_DELAY: '100' },
    });
    cleanUp.add(() => stack.stop());
    for (const policy of POLICIES) decisions.set(policy, await askUnder(policy));
    await stack.dragoman().stop(20_000);
  });
  after(() => cleanUp.run());

  const version = async (): Promise<unknown> =>
    objectOf(await (await fetch(`${stack.admin}/config`)).json())['version'];

  /** @returns the decision's id */
  async function askUnder(policy: Policy): Promise<string | null> {
    const before = await version();
    await stack.writeRegistry({ 'policy.yaml': policyText(`records: { text: ${policy} }, margin: 0.2`) });
    await eventually('the reload', async () => (await version()) !== before);
    const system = `You are called ${CANARY[policy]}-system.`;
    const { decision } = await ask(
      stack.url,
      chat('', {
        messages: [
          { role: 'system', content: system },
          {
            role: 'user',
            content: `Keep ${CANARY[policy]} and ${SECRET}, and write to ada@mail.example.org`,
          },
        ],
      }),
    );
    return decision;
  }

  async function textOf(policy: Policy): Promise<string> {
    const records = await storedRecords(url);
    const record = records.find(({ id }) => id === decisions.get(policy));
    assert.ok(record !== undefined, policy);
    return JSON.stringify(record);
  }

  it('is kept only as far as the policy says', async () => {
    assert.match(await textOf('none'), /"hash":null,"messages":null/);
    assert.match(await textOf('hash'), /"hash":"[\w-]+","messages":null/);
    const redacted = await textOf('redacted');
    assert.match(redacted, /Keep zyxquokka and \[AWS_ACCESS_KEY\], and write to \[EMAIL_ADDRESS\]/);
    assert.match(redacted, /You are called zyxquokka-system\./);
    const full = await textOf('full');
    assert.match(full, /Keep zyxbilby and AKIAZQ3DTZ7YWPLKMN4R, and write to ada@mail\.example\.org/);
    for (const policy of ['none', 'hash'] as const) {
      assert.doesNotMatch(await textOf(policy), /zyx|AKIA|ada@/, policy);
    }
    assert.doesNotMatch(redacted, /AKIA|ada@/);
  });

  it('is in no byte of the store where it may not be', () => {
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name)).toString('latin1');
      assert.doesNotMatch(bytes, new RegExp(`${CANARY.none}|${CANARY.hash}`), name);
    }
  });

  it('is in no log line and in no span, whatever the policy', () => {
    const logs = JSON.stringify(stack.logs());
    const spans = JSON.stringify(receiver.spans);
    for (const decision of decisions.values()) assert.ok(decision !== null && spans.includes(decision));
    for (const told of [logs, spans]) assert.doesNotMatch(told, /zyx|AKIAZQ|ada@/);
  });
});
