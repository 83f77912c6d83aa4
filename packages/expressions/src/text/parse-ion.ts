import type * as Ion from 'ion-js';
import { bigInteger } from '../values/arithmetic.ts';
import { parseBigDecimal } from '../values/big-decimal.ts';
import { InstantValue, double } from '../values/boxed.ts';
import { isLongRange } from '../values/number-kind.ts';
import { mapOf } from '../values/plain-map.ts';
import { ValueError } from '../values/value-error.ts';
import { requireLater } from './node-modules.ts';

const deepestData = 500;

let library: typeof Ion | undefined;

/** The first value of an Ion text (null when there is none), or all of them as a list. */
export function parseIon(text: string, all: boolean): unknown {
  library ??= requireLater('ion-js') as typeof Ion;
  const reader = library.makeReader(text);
  const values: unknown[] = [];
  for (let type = reader.next(); type !== null; type = reader.next()) {
    values.push(readValue(reader, type, 0));
    if (!all) return values[0];
  }
  return all ? values : null;
}

function readValue(reader: Ion.Reader, type: Ion.IonType, depth: number): unknown {
  if (depth > deepestData) throw new ValueError('the data is nested too deeply');
  if (reader.isNull()) return null;
  switch (type.name) {
    case 'bool':
      return reader.booleanValue();
    case 'int':
      return integer(reader.bigIntValue() ?? 0n);
    case 'float':
      return double(reader.numberValue() ?? 0);
    case 'decimal':
      return decimal(reader.decimalValue());
    case 'timestamp':
      return timestamp(reader.timestampValue());
    case 'list':
    case 'sexp':
      return readItems(reader, depth);
    case 'struct':
      return readFields(reader, depth);
    case 'blob':
    case 'clob':
      return btoa(String.fromCharCode(...(reader.uInt8ArrayValue() ?? [])));
    default:
      return reader.stringValue();
  }
}

function readItems(reader: Ion.Reader, depth: number): unknown[] {
  const items: unknown[] = [];
  reader.stepIn();
  for (let type = reader.next(); type !== null; type = reader.next()) items.push(readValue(reader, type, depth + 1));
  reader.stepOut();
  return items;
}

function readFields(reader: Ion.Reader, depth: number): unknown {
  const entries: [string, unknown][] = [];
  reader.stepIn();
  for (let type = reader.next(); type !== null; type = reader.next()) {
    entries.push([reader.fieldName() ?? '', readValue(reader, type, depth + 1)]);
  }
  reader.stepOut();
  return mapOf(entries);
}

function integer(value: bigint): unknown {
  if (value >= -2147483648n && value <= 2147483647n) return Number(value);
  return isLongRange(value) ? value : bigInteger(value);
}

function decimal(value: Ion.Decimal | null): unknown {
  if (value === null) return null;
  return parseBigDecimal(value.toString().replace(/[dD]/, 'e')) ?? value.numberValue();
}

function timestamp(value: Ion.Timestamp | null): unknown {
  if (value === null) return null;
  const date = value.getDate();
  const fraction = String(value.getSecondsDecimal()).split('.')[1]?.padEnd(9, '0').slice(0, 9) ?? '0';
  const seconds = BigInt(Math.floor(date.getTime() / 1000));
  return new InstantValue(seconds * 1_000_000_000n + BigInt(fraction));
}
