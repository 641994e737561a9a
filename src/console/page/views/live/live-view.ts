import type { View } from '../../view.js';
import { LiveList } from './live-list.js';

/** What is decided right now, and all that was. */
export const liveView: View = {
  name: 'live',
  title: 'Decisions',
  key: 'l',
  show: async (root, context) => {
    const list = new LiveList(context);
    root.append(...list.elements);
    await list.start();
  },
};
