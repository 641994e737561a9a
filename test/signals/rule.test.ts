import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measureFeatures } from '../../src/signals/features.js';
import {
  allOf,
  anyOf,
  featureRule,
  headerRule,
  keywordRule,
  modelRule,
  pathRule,
  patternRule,
  patternTest,
  type Rule,
  toolRule,
} from '../../src/signals/rule.js';
import type { RequestView } from '../../src/request/request-view.js';
import { buildHead, buildView, withoutModel } from '../support/build-view.js';

const holds = (rule: Rule, view: RequestView): boolean => rule(view, measureFeatures(view));
const says = (rule: Rule, lastUserText: string): boolean => holds(rule, buildView({ lastUserText }));

describe('keywordRule', () => {
  it('finds whole words and phrases, upper and lower case alike', () => {
    const rule = keywordRule(['sql', 'stack trace']);
    for (const text of ['SQL', 'Some sql, please', '(sql)', 'a Stack Trace: boom', 'x\nsql\ny']) {
      assert.ok(says(rule, text), text);
    }
    for (const text of ['', 'mysql', 'sqlite', 'sql_query', 'sql2', 'stack\ttrace', 'stacktrace']) {
      assert.ok(!says(rule, text), text);
    }
  });

  it('takes every character of a keyword literally', () => {
    for (const word of ['C++', 'a.b', '.*', '[x]', '(?:', '\\d', '^$', 'a|b', '{2}', '/etc', 'x?', '$1']) {
      const rule = keywordRule([word]);
      assert.ok(says(rule, `what is ${word} here`), word);
      assert.ok(!says(rule, 'axb acb 7 xx nothing'), word);
    }
  });

  it('knows letters, digits and combining marks of all scripts as word characters', () => {
    assert.ok(says(keywordRule(['straße']), 'Die STRASSE? Nein, die Straße!'));
    assert.ok(!says(keywordRule(['stra']), 'die Straße'));
    assert.ok(!says(keywordRule(['мир']), 'весь мировой океан'));
    assert.ok(says(keywordRule(['мир']), 'Миру — МИР!'));
    assert.ok(
      !says(keywordRule(['cafe']), 'the cafe\u0301 is open'),
      'an accent of its own makes another word',
    );
    assert.ok(!says(keywordRule(['क']), 'की बात'), 'a vowel sign belongs to its consonant');
    assert.ok(!says(keywordRule(['🚀']), 'go🚀go'), 'letters on both sides');
    assert.ok(says(keywordRule(['🚀']), 'go 🚀!'));
  });

  it('looks for whole words also where one keyword ends like another', () => {
    const rule = keywordRule(['report', 'port', 'incident report']);
    for (const text of ['xreport', 'support', 'co-incident reports']) assert.ok(!says(rule, text), text);
    for (const text of ['a report', 'port', 'sea-port', 'an INCIDENT report!'])
      assert.ok(says(rule, text), text);
  });

  it('searches both ends of a long turn, and takes no half of a word for a word', () => {
    const rule = keywordRule(['port']);
    const around = (text: string): string => `${'x '.repeat(4100)}${text}${' y'.repeat(4100)}`;
    for (const text of [`port ${around('')}`, `${around('')} port`]) assert.ok(says(rule, text));
    assert.ok(!says(rule, around('port')), 'in the middle');
    assert.ok(!says(rule, `${'x'.repeat(9000)}support${' y'.repeat(4094)}`), 'the half of "support"');
  });

  it('needs no spaces in scripts that have none', () => {
    assert.ok(says(keywordRule(['天气']), '今天天气怎么样'));
    assert.ok(says(keywordRule(['GPU']), '我的GPU很慢'));
    assert.ok(says(keywordRule(['こんにちは']), 'えっとこんにちはです'));
    assert.ok(says(keywordRule(['อากาศ']), 'วันนี้อากาศดี'));
    assert.ok(!says(keywordRule(['GPU']), '我的GPUs很慢'));
  });
});

describe('patternRule', () => {
  it('searches anywhere in the last user turn', () => {
    assert.ok(says(patternRule('(?i)order #\\d+'), 'Where is ORDER #42?'));
    assert.ok(!says(patternRule('^order'), 'my order'));
  });

  it('returns on patterns that make a backtracking matcher hang', () => {
    const text = 'a'.repeat(65_536);
    for (const pattern of ['(a+)+$', '(a|a)*b', '(a*)*b', '(a|aa)+$', '([a-z]+)*\\d', '(.*a){12}b']) {
      const found = says(patternRule(pattern), `${text}!`);
      assert.equal(found, false, pattern);
    }
  });

  it('searches both ends of a long turn as if a line break stood between them', () => {
    const long = `order${' '.repeat(9000)}secret${' '.repeat(9000)}now`;
    for (const pattern of ['^order', 'now$', 'order\\s+now'])
      assert.ok(says(patternRule(pattern), long), pattern);
    for (const pattern of ['secret', 'order.*now']) assert.ok(!says(patternRule(pattern), long), pattern);
  });

  it('refuses what RE2 does not take, when it is compiled', () => {
    for (const pattern of ['(?=a)', '(a)\\1', '(', 'a{2,1}'])
      assert.throws(() => patternRule(pattern), pattern);
  });

  it('tests plain strings as well', () => {
    const test = patternTest('^team-[0-9]+$');
    assert.ok(test('team-7'));
    assert.ok(!test('team-x'));
  });
});

describe('headerRule', () => {
  const view = buildView({ head: buildHead({ 'x-team': 'blue', 'x-tag': 'a, b' }) });

  it('finds a header whatever its case in the rule', () => {
    assert.ok(
      holds(
        headerRule('X-Team', (value) => value === 'blue'),
        view,
      ),
    );
  });

  it('shows an absent header as undefined', () => {
    assert.ok(
      holds(
        headerRule('x-none', (value) => value === undefined),
        view,
      ),
    );
  });

  it('shows a repeated header joined, so that no single value of it is the whole', () => {
    assert.ok(
      holds(
        headerRule('x-tag', (value) => value === 'a, b'),
        view,
      ),
    );
    assert.ok(
      !holds(
        headerRule('x-tag', (value) => value === 'a'),
        view,
      ),
    );
  });
});

describe('the other rules', () => {
  it('compares the beginning of the path', () => {
    const view = buildView({ head: buildHead({}, '/v1/responses?trace=1') });
    assert.ok(holds(pathRule('/v1/responses'), view));
    assert.ok(!holds(pathRule('/v1/chat'), view));
  });

  it('takes a request without a model for one that asks for auto', () => {
    const rule = modelRule(['auto', 'best']);
    assert.ok(holds(rule, withoutModel(buildView())));
    assert.ok(holds(rule, buildView({ model: 'best' })));
    assert.ok(!holds(rule, buildView({ model: 'large' })));
    assert.ok(!holds(modelRule(['best']), withoutModel(buildView())));
  });

  it('finds tools by name, or any with a star', () => {
    const view = buildView({ tools: [{ name: 'search', description: '' }] });
    assert.ok(holds(toolRule(['browse', 'search']), view));
    assert.ok(!holds(toolRule(['sear']), view));
    assert.ok(holds(toolRule(['*']), view));
    assert.ok(!holds(toolRule(['*']), buildView()));
  });

  it('leaves out both bounds of a feature', () => {
    const view = buildView({ turns: 3 });
    assert.ok(holds(featureRule('turns', 2), view));
    assert.ok(!holds(featureRule('turns', 3), view));
    assert.ok(holds(featureRule('turns', undefined, 4), view));
    assert.ok(!holds(featureRule('turns', undefined, 3), view));
    assert.ok(holds(featureRule('turns', 2, 4), view));
  });

  it('combines rules; none at all means all hold and none does', () => {
    const yes: Rule = () => true;
    const no: Rule = () => false;
    assert.ok(holds(allOf([yes, yes]), buildView()) && !holds(allOf([yes, no]), buildView()));
    assert.ok(holds(anyOf([no, yes]), buildView()) && !holds(anyOf([no, no]), buildView()));
    assert.ok(holds(allOf([]), buildView()) && !holds(anyOf([]), buildView()));
  });
});
