import { h } from '../dom.js';
import { ApiError } from '../fetch-json.js';
import { emptyNotice, errorNotice } from '../notices.js';
import type { ViewContext } from '../view.js';
import { type Period, periodOf, periodQuery, withPeriod } from './period.js';
import { periodPicker } from './period-picker.js';

/** What a view draws from what the admin API answered. */
export interface Evidence<T> {
  readonly path: string;
  /** Parameters of a period; `since` and `until` unless given. */
  readonly queryOf?: (period: Period, params: URLSearchParams) => Readonly<Record<string, string>>;
  /** Unless the address names a period; 30 days unless given. */
  readonly byDefault?: '7d' | '30d';
  /** Whether there is anything to see. */
  readonly isEmpty: (answer: T) => boolean;
  /** Said where there is nothing; about records unless given. */
  readonly empty?: { readonly what: string; readonly remedy: string };
  readonly draw: (answer: T, place: EvidencePlace) => readonly (Node | null)[];
}

export interface EvidencePlace extends Pick<ViewContext, 'remember' | 'fetchJson'> {
  /** Of the address as it is now. */
  readonly params: URLSearchParams;
  /** When the view is left, or another period is chosen. */
  readonly signal: AbortSignal;
  readonly period: Period;
  /** Asks again, as after other parameters were remembered. */
  readonly reload: () => void;
}

const NONE_THEN = { what: 'No records in this period', remedy: 'Choose a longer one, or send some traffic.' };
const NO_RECORDS = {
  what: 'No records',
  remedy: 'Start with --records sqlite:FILE, send some traffic, and look again.',
};

/** Shows a period's evidence, and the next when another period is chosen; the choice stays in the address. */
export async function showEvidence<T>(
  root: HTMLElement,
  context: ViewContext,
  evidence: Evidence<T>,
): Promise<void> {
  const body = h('div', { class: 'stack evidence' });
  let params = new URLSearchParams(context.params);
  let showing = new AbortController();
  const remember = (next: URLSearchParams): void => {
    params = next;
    context.remember(next);
  };
  const show = async (period: Period): Promise<void> => {
    showing.abort();
    const controller = new AbortController();
    showing = controller;
    const signal = AbortSignal.any([context.signal, controller.signal]);
    const reload = (): void => void show(period);
    await fill(body, { signal, period, params, remember, reload, fetchJson: context.fetchJson }, evidence);
  };
  const period = periodOf(params, evidence.byDefault);
  root.append(
    periodPicker(period, (next) => {
      remember(withPeriod(params, next));
      void show(next);
    }),
    body,
  );
  await show(period);
}

async function fill<T>(body: HTMLElement, place: EvidencePlace, evidence: Evidence<T>): Promise<void> {
  const { signal, period } = place;
  body.setAttribute('aria-busy', 'true');
  if (body.childElementCount === 0) body.replaceChildren(waiting());
  try {
    const query = new URLSearchParams((evidence.queryOf ?? periodQuery)(period, place.params));
    const answer = await place.fetchJson<T>(`${evidence.path}?${query.toString()}`, { signal });
    body.replaceChildren(...drawn(answer, place, evidence));
  } catch (error) {
    if (signal.aborted) return;
    body.replaceChildren(failure(error, () => void fill(body, place, evidence)));
  }
  body.removeAttribute('aria-busy');
}

function drawn<T>(answer: T, place: EvidencePlace, { isEmpty, empty, draw }: Evidence<T>): Node[] {
  if (isEmpty(answer)) {
    const { what, remedy } = empty ?? NONE_THEN;
    return [emptyNotice(what, remedy)];
  }
  return draw(answer, place).filter((node) => node !== null);
}

/** Where no records are kept there is no evidence, which is no error. */
function failure(error: unknown, retry: () => void): HTMLElement {
  const isOff = error instanceof ApiError && error.code === 'records_off';
  return isOff ? emptyNotice(NO_RECORDS.what, NO_RECORDS.remedy) : errorNotice(error, retry);
}

function waiting(): HTMLElement {
  return h(
    'div',
    { class: 'evidence-waiting', role: 'status' },
    'Reading the records. The first time this takes some seconds.',
  );
}
