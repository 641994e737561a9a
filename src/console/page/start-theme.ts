/** Runs before the first paint, so that nobody sees a flash of the other theme; small, because the paint waits for it. */
import { keptTheme, useTheme } from './theme.js';

useTheme(keptTheme());
