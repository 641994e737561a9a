import { h } from '../../dom.js';
import { toneOf, type Fact, type Tone } from './fact.js';
import type { StoryJudgement } from './judge-story.js';

const SIGNS: Readonly<Record<Tone, string>> = { good: '✓', warn: '!', bad: '✕', none: '·' };

/** For those who cannot see the sign. */
const WORDS: Readonly<Record<Tone, string>> = {
  good: 'for: ',
  warn: 'in doubt: ',
  bad: 'against: ',
  none: '',
};

/** The judgement in words, and what it stands on. */
export function verdictPanel({ tone, headline, advice, route, model }: StoryJudgement): HTMLElement {
  return h(
    'section',
    { class: `panel judgement judgement-${tone}`, 'aria-label': 'Judgement' },
    h('p', { class: 'judgement-head' }, h('strong', {}, headline), h('span', { class: 'foreign' }, advice)),
    h('div', { class: 'columns' }, evidence('Route', route), evidence('Model and answer', model)),
  );
}

function evidence(title: string, facts: readonly Fact[]): HTMLElement {
  const tone = toneOf(facts);
  const lines = facts.map((line) =>
    h(
      'li',
      { class: 'fact' },
      h('span', { class: `sign ${line.tone}`, 'aria-hidden': 'true' }, SIGNS[line.tone]),
      h('span', { class: 'foreign' }, h('span', { class: 'hidden-text' }, WORDS[line.tone]), line.text),
    ),
  );
  const empty = h('li', { class: 'muted' }, 'Nothing is known.');
  return h(
    'div',
    {},
    h('h3', {}, title, ' ', h('span', { class: `chip ${tone}` }, HEADS[tone])),
    h('ul', {}, ...(lines.length === 0 ? [empty] : lines)),
  );
}

const HEADS: Readonly<Record<Tone, string>> = {
  good: 'holds',
  warn: 'in doubt',
  bad: 'bad',
  none: 'not judged',
};
