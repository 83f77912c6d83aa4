import { chargeSearch } from '../text/charge-search.ts';
import { calculate } from '../values/arithmetic.ts';
import { compare } from '../values/comparison.ts';
import { looselyEquals } from '../values/equality.ts';
import { javaText } from '../values/java-text.ts';
import { contains, isIn } from '../values/membership.ts';
import { minus, plus } from '../values/plus-minus.ts';
import { isTrue } from '../values/truth.ts';
import { ValueError } from '../values/value-error.ts';
import { range } from '../functions/range.ts';
import type { Rendering } from './rendering.ts';

interface Operator {
  readonly apply: (s: Rendering, a: unknown, b: unknown) => unknown;
  /** The wording that hides what went wrong inside. */
  readonly message?: string;
}

const operators: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['+', { apply: (s, a, b) => bounded(s, plus(a, b)), message: 'Could not perform addition' }],
  ['-', { apply: (s, a, b) => minus(charged(s, a, b), b), message: 'Could not perform subtraction' }],
  ['*', { apply: (_, a, b) => calculate('*', a, b), message: 'Could not perform multiplication' }],
  ['/', { apply: (_, a, b) => calculate('/', a, b), message: 'Could not perform division' }],
  ['%', { apply: (_, a, b) => calculate('%', a, b), message: 'Could not perform modulus' }],
  ['<', { apply: (_, a, b) => compare('<', a, b), message: 'Could not perform less than comparison' }],
  ['>', { apply: (_, a, b) => compare('>', a, b), message: 'Could not perform greater than comparison' }],
  ['<=', { apply: (_, a, b) => compare('<=', a, b), message: 'Could not perform less than or equals comparison' }],
  ['>=', { apply: (_, a, b) => compare('>=', a, b), message: 'Could not perform greater than or equals comparison' }],
  ['==', { apply: (s, a, b) => looselyEquals(charged(s, a, null), b) }],
  ['equals', { apply: (s, a, b) => looselyEquals(charged(s, a, null), b) }],
  ['!=', { apply: (s, a, b) => !looselyEquals(charged(s, a, null), b) }],
  ['~', { apply: (s, a, b) => bounded(s, joined(a) + joined(b)) }],
  ['contains', { apply: (s, a, b) => contains(charged(s, a, b), sought(s, a, b)) }],
  ['isIn', { apply: (s, a, b) => isIn(a, charged(s, b, null)) }],
  ['..', { apply: (s, a, b) => range([a, b, undefined], s) }],
  ['unary -', { apply: (_, a) => calculate('*', -1, a), message: 'Could not perform negation' }],
  ['unary +', { apply: (_, a) => calculate('*', 1, a), message: 'Could not perform unary plus' }],
  ['unary not', { apply: (_, a) => !notOperand(a) }],
]);

export function operatorOf(name: string): Operator {
  const operator = operators.get(name);
  if (operator === undefined) throw new TypeError(`no operator ${name}`);
  return operator;
}

function joined(value: unknown): string {
  return typeof value === 'string' ? value : value === null ? '' : javaText(value);
}

function notOperand(value: unknown): boolean {
  if (value === null) throw new ValueError('null value given to not() and strict variables is set to true');
  return isTrue(value);
}

/** Texts and lists that double in every round would fill the memory long before the rounds run out. */
function bounded(s: Rendering, value: unknown): unknown {
  if (typeof value === 'string' && value.length > s.limits.textLength) {
    throw new ValueError(`The text passes the maximum allowed size of ${s.limits.textLength} characters`, 'limit');
  }
  if (Array.isArray(value)) {
    s.charge(value.length >> 3);
    if (value.length > s.limits.listItems) {
      throw new ValueError(`The list passes ${s.limits.listItems} items`, 'limit');
    }
  }
  return value;
}

/** What a text is searched for, as a text. */
function sought(s: Rendering, container: unknown, item: unknown): unknown {
  if (typeof container !== 'string') return item;
  const text = javaText(item);
  chargeSearch(s, container, text);
  return text;
}

/** Comparing each item of one list with each of another takes the product of their lengths. */
function charged<T>(s: Rendering, list: T, other: unknown): T {
  if (!Array.isArray(list) || list.length < 32) return list;
  s.charge(((list.length >> 3) + 1) * (Array.isArray(other) ? other.length + 1 : 1));
  return list;
}
