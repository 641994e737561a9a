/** Records are summed, and kept, by days of UTC. */
export const DAY_MS = 86_400_000;
