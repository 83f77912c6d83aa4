import type * as Ion from 'ion-js';

export interface Table {
  readonly columns: readonly string[];
  /** A text for each column; empty where a row has no such key. */
  readonly rows: readonly (readonly string[])[];
}

/**
 * Rows as tasks write them, one object a line, as a table of their keys: in Ion, of which JSON is a part. Undefined for
 * every other text. The last line may be cut off.
 */
export async function tableOf(text: string): Promise<Table | undefined> {
  if (!text.startsWith('{')) return undefined;
  const ion = await import('ion-js');
  const rows = attempt(() => ion.loadAll(text)) ?? attempt(() => ion.loadAll(text.slice(0, text.lastIndexOf('\n'))));
  if (rows === undefined || rows.length === 0 || rows.some((row) => row.getType() !== ion.IonTypes.STRUCT))
    return undefined;
  const columns = [...new Set(rows.flatMap((row) => row.fieldNames()))];
  return { columns, rows: rows.map((row) => columns.map((column) => cellText(row.get(column), ion))) };
}

function cellText(value: Ion.dom.Value | null, ion: typeof Ion): string {
  if (value === null) return '';
  // As JSON it would lose digits.
  if (value.getType() === ion.IonTypes.INT && !value.isNull()) return String(value.bigIntValue());
  const plain: unknown = JSON.parse(JSON.stringify(value));
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
