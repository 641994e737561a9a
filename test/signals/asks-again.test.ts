import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dataFile, dataUnavailable } from '../../src/lab/data-folder.js';
import { type JsonObject, readRows, textField } from '../../src/lab/read-jsonl.js';
import { type ChatMessage, viewOfMessages } from '../../src/lab/view-of-text.js';
import { asksAgain } from '../../src/signals/asks-again.js';
import { reaskSignal } from '../../src/signals/reask.js';

const missing = dataUnavailable();
if (missing !== undefined) console.log(`\n!!! SKIPPING the share of wrongly escalated turns. ${missing}\n`);

function judged(messages: readonly ChatMessage[]): boolean {
  const view = viewOfMessages(messages);
  return asksAgain(view, reaskSignal(view));
}

function after(answer: string, reply: string): boolean {
  return judged([
    { role: 'user', content: 'How many primes are there below one hundred?' },
    { role: 'assistant', content: answer },
    { role: 'user', content: reply },
  ]);
}

describe('asksAgain', () => {
  const complaints = [
    ...["No, that's wrong.", 'wrong', 'That is not correct, try again', "It doesn't work."],
    ...['not what I asked', "you didn't answer my question", 'Think again.'],
    'No. How many prime numbers are there below one hundred?',
    'How many primes are there below one hundred?',
    'Please, how many primes below one hundred?',
  ];
  for (const reply of complaints) {
    it(`hears ${JSON.stringify(reply)}`, () => {
      assert.equal(after('There are 24.', reply), true);
    });
  }

  const others = [
    ...['Thanks!', 'No thanks', 'No, make it below two hundred.', 'And how many below two hundred?'],
    ...['How many primes are there below nine hundred?', 'How many squares are there below one hundred?'],
    ...['How many primes are there below Graham’s number?', 'No, how many primes below 200?'],
    ...['Are you sure?', 'List them.', 'No problem. What is the largest?', 'Again, thank you.'],
  ];
  for (const reply of others) {
    it(`does not take ${JSON.stringify(reply)} for one`, () => {
      assert.equal(after('There are 25.', reply), false);
    });
  }

  it('hears nothing in a first turn', () => {
    assert.equal(judged([{ role: 'user', content: 'That is wrong, try again.' }]), false);
  });
});

describe('asksAgain, on the hard cases', { skip: missing ?? false }, () => {
  it('escalates one turn in a hundred wrongly at most, and hears six of ten that ask again', async () => {
    const rows = await readRows(dataFile('cases/cases.dev.jsonl.gz'));
    const share = (kinds: readonly string[]): number => {
      const chosen = rows.filter((row) => kinds.includes(textField(row, 'kind')));
      return chosen.filter((row) => judged(messagesOf(row))).length / chosen.length;
    };
    const wrongly = share(['followup', 'new_topic']);
    const heard = share(['reask_paraphrase', 'reask_dissatisfied']);
    assert.ok(wrongly <= 0.01, `wrongly: ${wrongly.toFixed(4)}`);
    assert.ok(heard >= 0.6, `heard: ${heard.toFixed(4)}`);
  });

  it('escalates one turn in a hundred of ordinary conversations at most', async () => {
    const rows = await readRows(dataFile('traffic/traffic.jsonl.gz'));
    const heard = rows.flatMap((row) => repliesOf(row).map(judged));
    assert.ok(heard.length > 300, `${heard.length} turns`);
    const share = heard.filter(Boolean).length / heard.length;
    assert.ok(share <= 0.01, share.toFixed(4));
  });
});

function messagesOf(row: JsonObject): readonly ChatMessage[] {
  return row['messages'] as readonly ChatMessage[];
}

/** The conversation up to each user turn that follows upon an answer. */
function repliesOf({ body }: JsonObject): (readonly ChatMessage[])[] {
  const { messages = [] } = body as { readonly messages?: readonly ChatMessage[] };
  const isPlain = messages.every(({ content }) => typeof content === 'string' && content !== '');
  if (!isPlain) return [];
  return messages.flatMap(({ role }, at) =>
    role === 'user' && messages[at - 1]?.role === 'assistant' ? [messages.slice(0, at + 1)] : [],
  );
}
