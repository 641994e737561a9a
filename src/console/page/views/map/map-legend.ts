import type { MapPoint, RoutesMap } from '../../../api/evidence.js';
import { colourAt } from '../../charts/colour-at.js';
import { h } from '../../dom.js';
import type { MapChoice } from './map-picture.js';

/** What is shown, and buttons to show less of it. */
export function mapLegend(
  map: RoutesMap,
  choice: MapChoice,
  onPick: (choice: MapChoice) => void,
): HTMLElement {
  let { kinds, hidden } = choice;
  const tell = (): void => {
    onPick({ ...choice, kinds, hidden });
  };
  const kindButton = (kind: MapPoint['kind'], title: string, sign: string): HTMLElement =>
    toggle(
      kinds.has(kind),
      [h('span', { 'aria-hidden': 'true' }, sign), title, count(map, (point) => point.kind === kind)],
      (isOn) => {
        kinds = withOrWithout(kinds, kind, isOn);
        tell();
      },
    );
  const routeButton = (name: string, title: string, colour: number): HTMLElement => {
    const key = h('i', { class: 'chart-key' });
    const button = toggle(
      !hidden.has(name),
      [key, h('span', { class: 'one-line' }, title), count(map, (point) => (point.route ?? '') === name)],
      (isOn) => {
        hidden = withOrWithout(hidden, name, !isOn);
        tell();
      },
    );
    button.classList.add(`series-${colour}`);
    return button;
  };
  return h(
    'div',
    { class: 'panel map-legend' },
    h('h2', {}, 'Shown'),
    h(
      'div',
      { class: 'toggles' },
      kindButton('traffic', 'Traffic', '●'),
      kindButton('example', 'Examples', '◆'),
    ),
    h(
      'div',
      { class: 'toggles routes' },
      ...map.routes.map(({ name }, at) => routeButton(name, name, colourAt(at))),
      routeButton('', 'no route', 0),
    ),
  );
}

function toggle(
  isOn: boolean,
  content: readonly (Node | string)[],
  onToggle: (isOn: boolean) => void,
): HTMLElement {
  const button = h('button', { class: 'quiet', 'aria-pressed': String(isOn) }, ...content);
  button.addEventListener('click', () => {
    const next = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(next));
    onToggle(next);
  });
  return button;
}

function count({ points }: RoutesMap, counts: (point: MapPoint) => boolean): HTMLElement {
  return h('small', { class: 'muted' }, points.filter(counts).length);
}

function withOrWithout<T>(set: ReadonlySet<T>, value: T, isIn: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (isIn) next.add(value);
  else next.delete(value);
  return next;
}
