/** The filter language of SCIM (RFC 7644, section 3.4.2.2): parsed once, then asked of each resource. */
import { InvalidScim, type Json, type JsonObject } from '@windhover/model';
import { entriesAt, isObject, namesOf, valuesAt } from './scim-path.ts';

export interface ScimFilter {
  matches(resource: JsonObject): boolean;
  /** First names of the attributes that are asked for, in lower case: what is not among them need not be gathered. */
  readonly attributes: ReadonlySet<string>;
  /** The one value that a filter which is nothing but `attribute eq "value"` asks for. */
  readonly equals?: { readonly attribute: string; readonly value: string };
}

type Test = (resource: JsonObject) => boolean;
type Compare = (one: Json, other: Json) => boolean;

const maxLength = 2_000;
const maxDepth = 20;
/** Their case counts (RFC 7643); that of everything else does not. */
const exact: ReadonlySet<string> = new Set(['id', 'externalid', 'value']);

/** Throws `InvalidScim` for what does not parse. */
export function parseScimFilter(text: string): ScimFilter {
  if (text.length > maxLength) throw refuse(`it has more than ${maxLength} characters`);
  const parser = new FilterParser(tokensOf(text));
  const matches = parser.parse();
  const only = /^\s*([\w.:-]+)\s+eq\s+("(?:[^"\\]|\\.)*")\s*$/i.exec(text);
  const names = only === null ? undefined : namesOf(only[1]!);
  return {
    matches,
    attributes: parser.attributes,
    ...(names === undefined || only === null
      ? {}
      : { equals: { attribute: names.join('.').toLowerCase(), value: JSON.parse(only[2]!) as string } }),
  };
}

class FilterParser {
  readonly attributes = new Set<string>();
  readonly #tokens: readonly string[];
  #next = 0;
  #depth = 0;

  constructor(tokens: readonly string[]) {
    this.#tokens = tokens;
  }

  parse(): Test {
    const test = this.#or('');
    if (this.#next < this.#tokens.length) throw refuse(`'${this.#tokens[this.#next]}' is not expected`);
    return test;
  }

  #or(prefix: string): Test {
    const tests = [this.#and(prefix)];
    while (this.#takes('or')) tests.push(this.#and(prefix));
    return tests.length === 1 ? tests[0]! : (resource) => tests.some((test) => test(resource));
  }

  #and(prefix: string): Test {
    const tests = [this.#one(prefix)];
    while (this.#takes('and')) tests.push(this.#one(prefix));
    return tests.length === 1 ? tests[0]! : (resource) => tests.every((test) => test(resource));
  }

  #one(prefix: string): Test {
    if (this.#takes('not')) {
      const test = this.#one(prefix);
      return (resource) => !test(resource);
    }
    if (this.#takes('(')) return this.#enclosed(prefix, ')');
    const path = this.#take('an attribute');
    if (!/^[a-z$][\w.:$-]*$/i.test(path)) throw refuse(`'${path}' is no attribute`);
    const names = namesOf(path);
    if (prefix === '' && names !== undefined) this.attributes.add(names[0]!.toLowerCase());
    if (this.#takes('[')) return this.#amongEntries(names);
    return this.#comparison(names);
  }

  /** `emails[type eq "work"]`: some entry of the list fits all of it. */
  #amongEntries(names: readonly string[] | undefined): Test {
    const test = this.#enclosed('entry', ']');
    if (names === undefined) return () => false;
    return (resource) => entriesAt(resource, names).some((entry) => isObject(entry) && test(entry));
  }

  #enclosed(prefix: string, end: string): Test {
    this.#depth += 1;
    if (this.#depth > maxDepth) throw refuse(`it is nested deeper than ${maxDepth} levels`);
    const test = this.#or(prefix);
    if (!this.#takes(end)) throw refuse(`'${end}' is missing`);
    this.#depth -= 1;
    return test;
  }

  #comparison(names: readonly string[] | undefined): Test {
    const operator = this.#take('an operator').toLowerCase();
    if (operator === 'pr') return (resource) => names !== undefined && valuesAt(resource, names).some(isPresent);
    const compare = Object.hasOwn(comparisons, operator) ? comparisons[operator] : undefined;
    if (compare === undefined) throw refuse(`'${operator}' is no operator`);
    const value = valueOf(this.#take('a value'));
    if (names === undefined) return () => false;
    const folded = exact.has(names.at(-1)!.toLowerCase()) ? (same: Json) => same : inLowerCase;
    const test = (resource: JsonObject): boolean =>
      valuesAt(resource, names).some((own) => compare(folded(own), folded(value)));
    if (operator !== 'ne') return test;
    return (resource) => !valuesAt(resource, names).some((own) => folded(own) === folded(value));
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#next]?.toLowerCase() !== word) return false;
    this.#next += 1;
    return true;
  }

  #take(expected: string): string {
    const token = this.#tokens[this.#next];
    if (token === undefined) throw refuse(`${expected} is missing at the end`);
    this.#next += 1;
    return token;
  }
}

const bothTexts =
  (compare: (one: string, other: string) => boolean): Compare =>
  (one, other) =>
    typeof one === 'string' && typeof other === 'string' && compare(one, other);
const ordered =
  (compare: (one: string | number, other: string | number) => boolean): Compare =>
  (one, other) =>
    (typeof one === 'string' && typeof other === 'string') || (typeof one === 'number' && typeof other === 'number')
      ? compare(one, other)
      : false;

const comparisons: Readonly<Record<string, Compare>> = {
  eq: (one, other) => one === other,
  ne: (one, other) => one !== other,
  co: bothTexts((one, other) => one.includes(other)),
  sw: bothTexts((one, other) => one.startsWith(other)),
  ew: bothTexts((one, other) => one.endsWith(other)),
  gt: ordered((one, other) => one > other),
  ge: ordered((one, other) => one >= other),
  lt: ordered((one, other) => one < other),
  le: ordered((one, other) => one <= other),
};

function isPresent(value: Json): boolean {
  return value !== '' && !(isObject(value) && Object.keys(value).length === 0);
}

function inLowerCase(value: Json): Json {
  return typeof value === 'string' ? value.toLowerCase() : value;
}

function valueOf(token: string): Json {
  try {
    const value = JSON.parse(token) as Json;
    if (!isObject(value) && !Array.isArray(value)) return value;
  } catch {
    // told below
  }
  // Some clients write True and False as their own language does
  if (/^(?:true|false)$/i.test(token)) return token.toLowerCase() === 'true';
  throw refuse(`'${token}' is no value: texts stand in double quotes`);
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  const pattern = /\s*(?:("(?:[^"\\]|\\.)*")|([()[\]])|([^\s()[\]"]+))/gy;
  let end = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    tokens.push(match[1] ?? match[2] ?? match[3]!);
    end = pattern.lastIndex;
  }
  if (text.slice(end).trim() !== '') throw refuse('a text is not ended');
  return tokens;
}

function refuse(reason: string): InvalidScim {
  return new InvalidScim({ scimType: 'invalidFilter', reason: `the filter is not valid: ${reason}` });
}
