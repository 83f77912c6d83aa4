import { Character, InstantValue, MapEntry } from '../values/boxed.ts';
import { instantText } from '../values/instant-text.ts';
import { javaText } from '../values/java-text.ts';
import { isNumber } from '../values/number-kind.ts';
import { numberText } from '../values/number-text.ts';
import { entriesOf, isMap } from '../values/plain-map.ts';
import { Walk } from '../values/walk.ts';

const deepestData = 200;

/** Words and numbers that YAML would not read back as a text. */
const notPlain =
  /^(?:true|false|null|~|yes|no|on|off|y|n|[+-]?(?:\d[\d_]*(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?|[+-]?\.inf|\.nan|0x[\da-f]+|0o?[0-7]+)$/i;
const unsafeStart = /^(?:[\s!"#%&'*>@`|]|[-?:](?:\s|$)|---|\.\.\.)/;
const unsafeInside = /[[\]{},]|\s#|:\s/;
const unsafeEnd = /[:\s]$/;

/** YAML text with a line end, without `---`: list items behind one blank, quotes only where they are needed. */
export function toYamlText(value: unknown): string {
  return `${write(value, { indent: 0, depth: 0, walk: new Walk() })}\n`.replace(/^\n/, '');
}

interface Place {
  readonly indent: number;
  readonly depth: number;
  readonly walk: Walk;
}

/** Text behind a key or dash; collections begin with a line end. */
function write(value: unknown, place: Place): string {
  const { indent, depth, walk } = place;
  if (typeof value === 'string') walk.text(value.length);
  else walk.step();
  if (depth > deepestData) throw new RangeError('The data is nested too deeply to be printed');
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'boolean') return String(value);
  if (isNumber(value)) return numberText(value);
  if (value instanceof InstantValue) return `"${instantText(value.epochNanoseconds)}"`;
  if (value instanceof Character) return scalar(value.value, indent);
  if (typeof value === 'string') return scalar(value, indent);
  if (value instanceof Set) return write([...value], place);
  if (Array.isArray(value)) return list(value, place);
  if (value instanceof MapEntry) return map([[value.key, value.value]], place);
  return isMap(value) ? map(entriesOf(value), place) : 'null';
}

function list(items: readonly unknown[], { indent, depth, walk }: Place): string {
  if (items.length === 0) return '[]';
  return items
    .map((item) => `\n${' '.repeat(indent)} -${spaced(write(item, { indent: indent + 2, depth: depth + 1, walk }))}`)
    .join('');
}

function map(entries: readonly (readonly [unknown, unknown])[], { indent, depth, walk }: Place): string {
  if (entries.length === 0) return '{}';
  return entries
    .map(([key, value]) => {
      const isList = Array.isArray(value) || value instanceof Set;
      const text = write(value, { indent: isList ? indent : indent + 2, depth: depth + 1, walk });
      return `\n${' '.repeat(indent)}${scalar(javaText(key), indent)}:${spaced(text)}`;
    })
    .join('');
}

function spaced(text: string): string {
  return text.startsWith('\n') ? text : ` ${text}`;
}

function scalar(text: string, indent: number): string {
  if (text === '') return '""';
  if (/[\u0000-\u0009\u000b-\u001f\u007f\u0085\u2028\u2029\ufeff]/.test(text)) return JSON.stringify(text);
  if (text.includes('\n')) return block(text, indent);
  if (notPlain.test(text) || unsafeInside.test(text)) return JSON.stringify(text);
  return unsafeStart.test(text) || unsafeEnd.test(text) ? `'${text.replaceAll("'", "''")}'` : text;
}

/** A literal block; its sign says what becomes of line ends at the end. */
function block(text: string, indent: number): string {
  const chomping = text.endsWith('\n') ? (text.endsWith('\n\n') || text === '\n' ? '+' : '') : '-';
  const hint = /^[\s]/.test(text) ? '2' : '';
  const prefix = ' '.repeat(Math.max(indent, 2));
  const lines = text.replace(/\n$/, '').split('\n');
  return `|${hint}${chomping}\n${lines.map((line) => (line === '' ? '' : prefix + line)).join('\n')}`;
}
