import type { StoredMessage, StoredRecord } from '../../../../record/stored-record.js';
import { h } from '../../dom.js';
import { formatCount } from '../../format.js';
import { panel } from '../../pieces/panel.js';

/** More than this of a message is shown only when asked for, in UTF-16 units. */
const MOST_SHOWN = 4000;

/** The words, where the policy keeps them. */
export function promptPanel({ prompt }: StoredRecord): HTMLElement {
  const { messages, hash, isRedacted, isCut } = prompt;
  if (messages === null) {
    const kept = hash === null ? 'nothing of it' : 'a hash of it';
    const how = 'Set spec.records.text of the RouterPolicy to redacted or full to see it here.';
    return panel('Prompt', null, h('p', { class: 'muted' }, `The policy keeps ${kept}. ${how}`));
  }
  const note = [isRedacted ? 'personal data replaced' : null, isCut ? 'cut' : null].filter(
    (part) => part !== null,
  );
  return panel(
    'Prompt',
    note.join(', ') || null,
    h('ol', { class: 'messages' }, ...messages.map(messageItem)),
  );
}

function messageItem({ role, text }: StoredMessage): HTMLElement {
  const words = h(
    'div',
    { class: 'foreign message-text', tabindex: 0, role: 'region', 'aria-label': `Text of ${role}` },
    text.slice(0, MOST_SHOWN),
  );
  const rest = text.length - MOST_SHOWN;
  const more = h('button', { hidden: rest <= 0 }, `Show ${formatCount(rest)} more characters`);
  more.addEventListener('click', () => {
    words.textContent = text;
    more.remove();
  });
  return h('li', {}, h('span', { class: 'muted small role' }, role), h('div', {}, words, more));
}
