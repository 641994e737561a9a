import type { View } from './view.js';

/** In the order of the navigation. */
export const VIEWS: readonly View[] = [];
