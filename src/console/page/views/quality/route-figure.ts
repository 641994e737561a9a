import type { QualityOverTime } from '../../../api/evidence.js';
import { chartFigure } from '../../charts/figure.js';
import { formatBounds, formatDay, formatValue } from '../../charts/format-value.js';
import { lineChart } from '../../charts/lines/line-chart.js';
import { type Multiple, pointsOf } from './small-multiples.js';
import { UNKNOWN } from '../../format.js';

const HEIGHT = 230;

/** One metric of one route, large. */
export function routeFigure({ days }: QualityOverTime, multiple: Multiple, signal: AbortSignal): HTMLElement {
  const { route, metric } = multiple;
  const points = pointsOf(multiple);
  const counts = route.byDay.map((day) => day?.records ?? 0);
  const title = `${metric.title}: ${route.route ?? 'no route'}`;
  const known = points.filter((point) => point !== null);
  const data = {
    ...{ days, counts, axis: `${metric.axis}, with 95 % intervals`, unit: metric.unit, label: title },
    series: [{ name: title, colour: metric.colour, points }],
    says: `${known.length} of ${days.length} days are known`,
  };
  return chartFigure({
    ...{ title, note: metric.meaning, signal },
    draw: (width) => lineChart(data, { width, height: HEIGHT }),
    table: {
      columns: ['Day', metric.axis, '95 % interval', 'requests'],
      rows: days.map((day, at) => {
        const point = points[at];
        const cells = point
          ? [formatValue(point.value, metric.unit), formatBounds(point, metric.unit)]
          : [UNKNOWN, UNKNOWN];
        return [formatDay(day), ...cells, formatValue(counts[at] ?? 0, 'count')];
      }),
    },
  });
}
