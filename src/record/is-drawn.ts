/**
 * Whether chance had a part in the choice of a model: what is left alone (orders, tool loops, requests without a conversation)
 * has a propensity of 1, rounding aside, and so has a request that gets the same model in every arm.
 */
export function isDrawn(propensity: number): boolean {
  return propensity < 1 - 1e-9;
}
