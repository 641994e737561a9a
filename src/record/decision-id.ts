const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Whether a text has the form of a decision's id: a UUID in lower case, as the header `x-dragoman-decision` has it. */
export function isDecisionId(text: string): boolean {
  return UUID.test(text);
}
