/** An equation of an answer that can be worked out again, such as `12 * 3 = 36`. */
export interface Equation {
  /** Numbers on its left side, in order. */
  readonly operands: readonly number[];
  /** What the left side comes to. */
  readonly value: number;
  /** What the answer says it comes to. */
  readonly stated: number;
  /** `rounded`: right but for rounding that the stated number's decimals do not show, such as `10 / 3 = 3`. */
  readonly verdict: 'right' | 'rounded' | 'wrong';
}

/** Equations that are worked out of one answer at most; UTF-16 units of one line that are read. */
const MOST_EQUATIONS = 200;
const LINE_CHARS = 1_000;
/** Words between a number and the next sign that are taken for its unit. */
const UNIT_WORDS = 3;
const DEPTH = 8;

interface NumberToken {
  readonly kind: 'number';
  readonly value: number;
  readonly decimals: number;
}

interface SignToken {
  readonly kind: 'sign';
  readonly sign: string;
}

/** `unknown`: a variable, a power or an index, with which nothing can be worked out. */
type Token =
  | NumberToken
  | SignToken
  | { readonly kind: 'word' }
  | { readonly kind: 'mark' }
  | { readonly kind: 'unknown' };

const REWRITES: readonly (readonly [RegExp, string])[] = [
  [/\\(?:times|cdot|ast)(?![a-z])|[×⋅·∗]/g, '*'],
  [/\\div(?![a-z])|÷/g, '/'],
  [/\\[dt]?frac\s*\{([^{}]{1,40})\}\s*\{([^{}]{1,40})\}/g, '(($1)/($2))'],
  [/\\(?:left|right|text|mathrm|,|;|!|\(|\)|\[|\]|\$)/g, ' '],
  [/[−–]/g, '-'],
  [/\\?%\s+of\s+(?=[$€£]?\d)/g, '%*'],
  [/(\d)\s*[xX]\s*(?=[$€£(]*\d)/g, '$1*'],
  [/(\d),(?=\d{3}(?!\d))/g, '$1'],
  [/[$€£{}]|&(?!amp)/g, ' '],
];

const TOKEN = /(\d+(?:\.\d+)?|\.\d+)(\s*\\?%)?([a-z]*)|([-+*/()])|([a-z']+)|(\s+)|([\\^_|])|./gi;

/** Finds and works out again what an answer reckons, calculator annotations (`<<12*3=36>>`) included. Linear in its length. */
export function equationsIn(text: string): Equation[] {
  const equations: Equation[] = [];
  for (const line of linesWithEquations(text)) {
    const sides = rewritten(line).split(/=|\\approx|≈/);
    for (let at = 1; at < sides.length; at += 1) {
      const equation = equationOf(sides[at - 1] ?? '', sides[at] ?? '');
      if (equation !== undefined) equations.push(equation);
      if (equations.length >= MOST_EQUATIONS) return equations;
    }
  }
  return equations;
}

/** What a bare expression such as `(2 + 3) * 4` comes to; `undefined` for one number alone and for all else. */
export function valueOf(expression: string): number | undefined {
  const tokens = tokensOf(rewritten(expression));
  const parts = tokens.flatMap((token): Part[] => {
    if (token.kind === 'number') return [token];
    return token.kind === 'sign' ? [token.sign] : [];
  });
  const isBare = parts.length === tokens.length;
  return isBare && parts.filter((part) => typeof part === 'object').length > 1 ? evaluate(parts) : undefined;
}

/** Numbers of a text as they are written, in order. */
export function numbersIn(text: string): number[] {
  const found = text.match(/\d+(?:,\d{3})*(?:\.\d+)?/g) ?? [];
  return found.map((digits) => Number(digits.replaceAll(',', '')));
}

function linesWithEquations(text: string): string[] {
  return text.split(/\n|\\n|;/).flatMap((line) => {
    if (!/[=≈]|\\approx/.test(line)) return [];
    const short = line.slice(0, LINE_CHARS);
    const annotations = Array.from(short.matchAll(/<<([^<>]{3,80})>>/g), ([, inner = '']) => inner);
    return annotations.length > 0 ? annotations : [short];
  });
}

function rewritten(line: string): string {
  return REWRITES.reduce((text, [pattern, by]) => text.replace(pattern, by), line);
}

function equationOf(leftSide: string, rightSide: string): Equation | undefined {
  const run = lastRun(tokensOf(leftSide.slice(-200)));
  const operands = run.flatMap((part) => (typeof part === 'string' ? [] : [part.value]));
  const right = operands.length < 2 ? undefined : firstNumber(tokensOf(rightSide.slice(0, 60)));
  if (right === undefined) return undefined;
  // A dash at the start may be a list's.
  const readings = run[0] === '-' ? [run, run.slice(1)] : [run];
  const judged = readings.flatMap((parts) => {
    const value = evaluate(parts);
    return value === undefined
      ? []
      : [{ operands, value, stated: right.value, verdict: judge(value, right) }];
  });
  return judged.find(({ verdict }) => verdict !== 'wrong') ?? judged[0];
}

function judge(value: number, { value: stated, decimals }: NumberToken): Equation['verdict'] {
  const near = (other: number, by: number): boolean => Math.abs(value - other) <= by + 1e-9 * Math.abs(value);
  const step = 10 ** -decimals;
  // A percentage may be meant as 20 or as .2.
  const readings = [stated, stated * 100, stated / 100];
  if (readings.some((reading) => near(reading, 1e-9))) return 'right';
  if (decimals > 0 && near(stated, step)) return 'right';
  return near(stated, Math.max(1, 0.005 * Math.abs(stated))) && !Number.isInteger(value)
    ? 'rounded'
    : 'wrong';
}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (const [, digits, percent, unit = '', sign, word, space, opaque] of text.matchAll(TOKEN)) {
    if (space !== undefined) continue;
    if (digits !== undefined) {
      const value = Number(digits) / (percent === undefined ? 1 : 100);
      const decimals = (digits.split('.')[1]?.length ?? 0) + (percent === undefined ? 0 : 2);
      tokens.push({ kind: 'number', value, decimals });
      if (unit !== '') tokens.push({ kind: unit.length === 1 ? 'unknown' : 'word' });
    } else if (sign !== undefined) tokens.push({ kind: 'sign', sign });
    else if (word !== undefined) tokens.push({ kind: word.length === 1 ? 'unknown' : 'word' });
    else tokens.push({ kind: opaque === undefined ? 'mark' : 'unknown' });
  }
  return tokens;
}

type Part = NumberToken | string;

/** The longest run of numbers and signs at the end, with the units of numbers passed over. */
function lastRun(tokens: readonly Token[]): Part[] {
  const run: Part[] = [];
  let words = 0;
  let open = 0;
  for (const token of tokens.toReversed()) {
    const [next] = run;
    const wantsOperand = next === undefined || (typeof next === 'string' && next !== '(');
    if (token.kind === 'unknown') return [];
    if (token.kind === 'mark') break;
    if (token.kind === 'word') {
      words += 1;
      if (!wantsOperand || words > UNIT_WORDS) break;
    } else if (token.kind === 'number') {
      words = 0;
      // A number before a bracket multiplies it.
      if (next === '(') run.unshift('*');
      else if (!wantsOperand) break;
      run.unshift(token);
    } else {
      words = 0;
      open += Number(token.sign === ')') - Number(token.sign === '(');
      if (open < 0) break;
      run.unshift(token.sign);
    }
  }
  return run;
}

/** The number at the start, if nothing is reckoned with it. */
function firstNumber(tokens: readonly Token[]): NumberToken | undefined {
  const [first, second] = tokens;
  const isNegative = first?.kind === 'sign' && first.sign === '-';
  const number = isNegative ? second : first;
  const rest = tokens.slice(isNegative ? 2 : 1);
  const after = rest.find(({ kind }) => kind !== 'word');
  if (number?.kind !== 'number' || rest[0]?.kind === 'unknown') return undefined;
  if (after?.kind === 'sign' && after.sign !== ')') return undefined;
  return isNegative ? { ...number, value: -number.value } : number;
}

/** Value of numbers, signs and brackets by the usual precedence; `undefined` where they are no expression. */
function evaluate(parts: readonly Part[]): number | undefined {
  let at = 0;
  const factor = (depth: number): number => {
    const part = parts[at];
    at += 1;
    if (typeof part === 'object') return part.value;
    if (part === '-') return -factor(depth);
    if (part !== '(' || depth > DEPTH) return NaN;
    const inner = sum(depth + 1);
    at += 1;
    return parts[at - 1] === ')' ? inner : NaN;
  };
  const product = (depth: number): number => {
    let value = factor(depth);
    while (parts[at] === '*' || parts[at] === '/') {
      at += 1;
      value = parts[at - 1] === '*' ? value * factor(depth) : value / factor(depth);
    }
    return value;
  };
  const sum = (depth: number): number => {
    let value = product(depth);
    while (parts[at] === '+' || parts[at] === '-') {
      at += 1;
      value = parts[at - 1] === '+' ? value + product(depth) : value - product(depth);
    }
    return value;
  };
  const value = sum(0);
  return at === parts.length && Number.isFinite(value) ? value : undefined;
}
