import type { PlaygroundInput } from './build-request.js';

/** A question that was asked, and where it went. */
export interface Asked {
  readonly input: PlaygroundInput;
  readonly route: string;
  readonly model: string;
}

const KEY = 'dragoman-playground';
const MOST = 20;
/** Longer inputs are not remembered, in UTF-16 units: the browser keeps some megabytes only. */
const MOST_CHARS = 20_000;

/** What was asked in this tab, the newest first. */
export function askedBefore(): readonly Asked[] {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '[]') as readonly Asked[];
  } catch {
    return [];
  }
}

/** @returns the history with it; the same input is there once */
export function rememberAsked(asked: Asked): readonly Asked[] {
  const { prompt, json, system } = asked.input;
  if (prompt.length + json.length + system.length > MOST_CHARS) return askedBefore();
  const key = JSON.stringify(asked.input);
  const others = askedBefore().filter(({ input }) => JSON.stringify(input) !== key);
  const all = [asked, ...others].slice(0, MOST);
  sessionStorage.setItem(KEY, JSON.stringify(all));
  return all;
}
