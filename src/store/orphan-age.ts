/** Feedback and comparisons older than this go when their record is not there: until then it may still be on its way. In milliseconds. */
export const ORPHAN_MS = 86_400_000;
