import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { packageRoot } from '../../src/package-root.js';

/** Lowest contrast of text and of marks, Web Content Accessibility Guidelines 2.2, AA: 1.4.3 and 1.4.11. */
const TEXT = 4.5;
const MARK = 3;

const css = readFileSync(join(packageRoot, 'console/console.css'), 'utf8');
const COLOURS = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\(#(\w{6}), #(\w{6})\)/g)].map(
    ([, name = '', light = '', dark = '']) => [name, { light, dark }],
  ),
);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function assertContrast(front: string, back: string, least: number): void {
  for (const theme of ['light', 'dark'] as const) {
    const pair = [front, back]
      .map((name) => luminance(COLOURS.get(name)?.[theme] ?? ''))
      .sort((a, b) => b - a);
    const ratio = ((pair[0] ?? 0) + 0.05) / ((pair[1] ?? 0) + 0.05);
    assert.ok(ratio >= least, `${front} on ${back}, ${theme}: ${ratio.toFixed(2)}`);
  }
}

describe('the colours of the console', () => {
  it('let text be read on every ground', () => {
    for (const ground of ['page', 'surface', 'sunken', 'hover', 'accent-soft']) {
      for (const words of ['text', 'muted']) assertContrast(words, ground, TEXT);
    }
    for (const words of ['accent', 'good', 'warn', 'bad']) {
      for (const ground of ['page', 'surface', 'hover', `${words}-soft`]) assertContrast(words, ground, TEXT);
    }
    assertContrast('on-accent', 'accent', TEXT);
  });

  it('let marks and borders of fields be seen', () => {
    const series = [...COLOURS.keys()].filter((name) => name.startsWith('series-'));
    assert.equal(series.length, 8);
    for (const mark of [...series, 'line-strong']) assertContrast(mark, 'surface', MARK);
  });
});
