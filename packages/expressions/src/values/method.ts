import { keysOf, getKey, hasKey, isMap, sizeOf, valuesOf } from './plain-map.ts';
import { javaEquals } from './equality.ts';
import { isNumber, kindOf, toNumber } from './number-kind.ts';
import { ValueError } from './value-error.ts';

const longestText = 16 * 1024 * 1024;
/** Finding a text within another may take the product of their lengths: this much takes a tenth of a second. */
const mostSearching = 1_000_000_000;

type Method = (object: never, args: readonly unknown[]) => unknown;

const text = (length: number, run: (self: string, ...args: string[]) => unknown): Method => {
  return (self, args) =>
    args.length === length && args.every((argument) => typeof argument === 'string')
      ? run(self, ...(args as string[]))
      : undefined;
};

const textMethods: Readonly<Record<string, Method>> = {
  length: text(0, (self) => self.length),
  toUpperCase: text(0, (self) => self.toUpperCase()),
  toLowerCase: text(0, (self) => self.toLowerCase()),
  trim: text(0, (self) => self.trim()),
  isEmpty: text(0, (self) => self === ''),
  startsWith: text(1, (self, start = '') => self.startsWith(start)),
  endsWith: text(1, (self, end = '') => self.endsWith(end)),
  // Java's split takes a pattern; a plain separator is what flows give it
  split: text(1, (self, separator = '') => splitPlainly(self, separator)),
  replace: text(2, (self, from = '', to = '') => replacePlainly(self, from, to)),
};

const listMethods: Readonly<Record<string, Method>> = {
  size: (self: readonly unknown[], args) => (args.length === 0 ? self.length : undefined),
  isEmpty: (self: readonly unknown[], args) => (args.length === 0 ? self.length === 0 : undefined),
  // Java wants an int here, and template literals are Longs: only numbers of the context are taken
  get: (self: readonly unknown[], [index]) =>
    isNumber(index) && kindOf(index) === 'Integer' ? self[toNumber(index)] : undefined,
  indexOf: (self: readonly unknown[], args) =>
    args.length === 1 ? self.findIndex((item) => javaEquals(item, args[0])) : undefined,
};

type AnyMap = Parameters<typeof sizeOf>[0];
const mapMethods: Readonly<Record<string, Method>> = {
  size: (self: AnyMap, args) => (args.length === 0 ? sizeOf(self) : undefined),
  isEmpty: (self: AnyMap, args) => (args.length === 0 ? sizeOf(self) === 0 : undefined),
  keySet: (self: AnyMap, args) => (args.length === 0 ? new Set(keysOf(self)) : undefined),
  values: (self: AnyMap, args) => (args.length === 0 ? valuesOf(self) : undefined),
  get: (self: AnyMap, args) => (args.length === 1 ? (getKey(self, args[0]) ?? null) : undefined),
  containsKey: (self: AnyMap, args) => (args.length === 1 ? hasKey(self, args[0]) : undefined),
};

/**
 * A call of one of the few Java methods that are worth having: a closed list, so that nothing else of a value can be
 * reached. Undefined when the value has no such method for these arguments.
 */
export function callMethod(object: unknown, name: string, args: readonly unknown[]): unknown {
  const methods =
    typeof object === 'string' ? textMethods : Array.isArray(object) ? listMethods : isMap(object) ? mapMethods : {};
  return Object.hasOwn(methods, name) ? methods[name]?.(object as never, args) : undefined;
}

/** `text.length`, `list.size`, `list.empty`: a method that takes no arguments, read as Java beans are. */
export function readMethod(object: string | readonly unknown[], name: string): unknown {
  return callMethod(object, name, []) ?? (name === 'empty' ? callMethod(object, 'isEmpty', []) : undefined);
}

function splitPlainly(text: string, separator: string): string[] | undefined {
  const plain = /^\\([.|*+?^$()[\]{}\\])$/.exec(separator)?.[1] ?? separator;
  if (plain === separator && /[.|*+?^$()[\]{}\\]/.test(separator)) return undefined;
  demandSearchable(text, plain);
  const parts = text.split(plain);
  while (parts.length > 1 && parts.at(-1) === '') parts.pop();
  return parts;
}

function replacePlainly(text: string, from: string, to: string): string {
  demandSearchable(text, from);
  const count = from === '' ? text.length + 1 : text.split(from).length - 1;
  if (text.length + count * (to.length - from.length) > longestText)
    throw new ValueError('The text is too long', 'limit');
  return text.replaceAll(from, () => to);
}

function demandSearchable(text: string, part: string): void {
  if (text.length * part.length > mostSearching) throw new ValueError('The texts are too long to be searched', 'limit');
}
