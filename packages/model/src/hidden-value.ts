/**
 * A text with a secret in it, as it stands in rows and on its way between executions: sealed, beside what may be shown. It is
 * opened for the run that works with it; everybody else is shown the rest of the text.
 */
import type { Json } from './json.ts';

export type HiddenValue = {
  readonly type: typeof hiddenType;
  readonly shown: string;
  /** The sealed text; empty: it could not be sealed, and is lost. */
  readonly value: string;
};

export const hiddenType = 'io.windhover.datatype:hidden';

export function isHidden(value: unknown): value is HiddenValue {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as HiddenValue).type === hiddenType &&
    typeof (value as HiddenValue).shown === 'string' &&
    typeof (value as HiddenValue).value === 'string'
  );
}

/** The same value with what may be shown in place of each hidden text; the same object when there is none. */
export function showHidden<Value>(value: Value): Value {
  const text = JSON.stringify(value);
  return text === undefined || !text.includes(hiddenType) ? value : (JSON.parse(text, reviveShown) as Value);
}

/** {@link showHidden} for a value that is JSON text already. */
export function showHiddenInText(text: string): string {
  return text.includes(hiddenType) ? JSON.stringify(JSON.parse(text, reviveShown)) : text;
}

function reviveShown(_key: string, value: Json): Json {
  return isHidden(value) ? value.shown : value;
}
