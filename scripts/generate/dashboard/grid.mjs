/** Columns of Grafana's grid. */
const COLUMNS = 24;

/**
 * Gives panels their ids and places, from left to right and on to the next line where one does not fit. A heading takes a
 * line of its own.
 * @param {readonly { type: string, width: number, height: number }[]} panels
 */
export function layOut(panels) {
  let [x, y, lineHeight] = [0, 0, 0];
  return panels.map(({ width, height, ...panel }, at) => {
    if (panel.type === 'row' || x + width > COLUMNS) [x, y, lineHeight] = [0, y + lineHeight, 0];
    const gridPos = { h: height, w: width, x, y };
    x += width;
    lineHeight = Math.max(lineHeight, height);
    if (panel.type === 'row') [x, y, lineHeight] = [0, y + height, 0];
    return { id: at + 1, ...panel, gridPos };
  });
}
