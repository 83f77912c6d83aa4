import type { Row } from './sql-text.ts';

/** What is stored whole, as JSON in the column `body`. */
export function fromBody<T>(row: Row): T {
  return JSON.parse(row['body'] as string) as T;
}
