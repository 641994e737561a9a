import type { View } from './view.js';
import { confusionView } from './views/confusion/confusion-view.js';
import { decisionView } from './views/decision/decision-view.js';
import { driftView } from './views/drift/drift-view.js';
import { experimentsView } from './views/experiments/experiments-view.js';
import { liveView } from './views/live/live-view.js';
import { mapView } from './views/map/map-view.js';
import { playgroundView } from './views/playground/playground-view.js';
import { qualityView } from './views/quality/quality-view.js';
import { registryView } from './views/registry/registry-view.js';
import { savingsView } from './views/savings/savings-view.js';

/** In the order of the navigation. */
export const VIEWS: readonly View[] = [
  liveView,
  decisionView,
  playgroundView,
  mapView,
  confusionView,
  qualityView,
  savingsView,
  experimentsView,
  driftView,
  registryView,
];
