const STRING = /"(?:[^"\\]|\\.)*"/gs;

/** Whether bytes are a JSON object in UTF-8 that nests no deeper: the plain way, for comparison. */
export function isJsonObjectBody(body: Buffer, maxDepth: number): boolean {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) && depthOf(text) <= maxDepth;
  } catch {
    return false;
  }
}

function depthOf(json: string): number {
  let [depth, deepest] = [0, 0];
  for (const bracket of json.replaceAll(STRING, '').match(/[[\]{}]/g) ?? []) {
    depth += bracket === '[' || bracket === '{' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
