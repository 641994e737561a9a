/** Exit code of a command line that cannot be understood. */
export const WRONG_USAGE = 2;

/** Exit code of a verb whose check did not pass; what it checks, its manual says. */
export const NOT_PASSED = 3;
