import { readFileSync } from 'node:fs';
import { parseDocuments } from '../../config/parse-documents.js';
import { type Findings, formatPath, formatProblem, type Path, quote } from '../../config/problem.js';
import { positionOf } from '../../config/source-document.js';
import { didYouMean } from '../../config/suggest.js';
import { DragomanError, reasonOf } from '../../errors.js';
import { isObject, type JsonObject } from '../read-jsonl.js';
import {
  type LimitKey,
  type LimitRule,
  type Limits,
  LIMITS,
  ROUTE_LIMITS,
  type RouteLimitKey,
} from './limits.js';

/** Tells what is wrong at a place of the file. */
type Tell = (path: Path, message: string) => void;

/**
 * Reads a file of limits, YAML or JSON: one mapping of {@link LIMITS}, and `routes` with {@link ROUTE_LIMITS} by route.
 *
 * @param routes the names that it may use
 * @throws DragomanError `data_invalid` with every problem, one a line; `usage` when the file cannot be read
 */
export function readLimits(file: string, routes: ReadonlySet<string>): Limits {
  const findings: Findings = { problems: [], warnings: [] };
  const [source, ...more] = parseDocuments(file, bytesOf(file), findings);
  const tell: Tell = (path, message) => {
    const position = source === undefined ? { line: 0, column: 0 } : positionOf(source, path, 'key');
    findings.problems.push({ file, ...position, path: formatPath(path), message, code: 'data_invalid' });
  };
  if (more.length > 0) tell([], 'holds several documents; limits are one');
  const value = source?.value ?? {};
  if (!isObject(value)) tell([], `must be a mapping of limits, got ${quote(value)}`);
  const limits = isObject(value) ? limitsOf(value, routes, tell) : { overall: new Map(), routes: new Map() };
  if (findings.problems.length === 0) return limits;
  throw new DragomanError('data_invalid', findings.problems.map(formatProblem).join('\n'));
}

function bytesOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new DragomanError('usage', `--limits ${file} cannot be read: ${reasonOf(error)}`, { cause: error });
  }
}

function limitsOf({ routes: given, ...rest }: JsonObject, known: ReadonlySet<string>, tell: Tell): Limits {
  const overall = numbersOf<LimitKey>(rest, LIMITS, [], tell);
  const routes = new Map<string, ReadonlyMap<RouteLimitKey, number>>();
  if (given !== undefined && !isObject(given)) {
    tell(['routes'], `must be a mapping of routes, got ${quote(given)}`);
  }
  for (const [route, limits] of Object.entries(isObject(given) ? given : {})) {
    const path = ['routes', route];
    if (!known.has(route)) tell(path, `is no route of the registry${didYouMean(route, known)}`);
    else if (!isObject(limits)) tell(path, `must be a mapping of limits, got ${quote(limits)}`);
    else routes.set(route, numbersOf<RouteLimitKey>(limits, ROUTE_LIMITS, path, tell));
  }
  return { overall, routes };
}

function numbersOf<K extends string>(
  values: JsonObject,
  rules: Readonly<Record<K, LimitRule>>,
  path: Path,
  tell: Tell,
): Map<K, number> {
  const read = new Map<K, number>();
  const isKey = (key: string): key is K => Object.hasOwn(rules, key);
  for (const [key, value] of Object.entries(values)) {
    if (!isKey(key)) {
      tell([...path, key], `is no limit${didYouMean(key, [...Object.keys(rules), 'routes'])}`);
      continue;
    }
    const largest = rules[key].largest ?? 1;
    if (typeof value === 'number' && value >= 0 && value <= largest) {
      read.set(key, value);
      continue;
    }
    const wanted = largest === Infinity ? 'a number of 0 or more' : 'a share from 0 to 1';
    const hint =
      typeof value === 'number' && value > 1 && value <= 100 ? `; did you mean ${value / 100}?` : '';
    tell([...path, key], `must be ${wanted}, got ${quote(value)}${hint}`);
  }
  return read;
}
