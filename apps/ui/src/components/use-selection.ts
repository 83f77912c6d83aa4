import { useState } from 'react';

export interface Selection<Row> {
  /** Those chosen one by one, also on other pages, by their key. */
  readonly chosen: ReadonlyMap<string, Row>;
  /** Everything that matches the filters, seen or not. */
  readonly all: boolean;
  readonly choose: (rows: readonly (readonly [string, Row])[], chosen: boolean) => void;
  readonly chooseAll: () => void;
  readonly clear: () => void;
}

/** What acts on the chosen rows needs of it. */
export type Chosen<Row> = Omit<Selection<Row>, 'choose'>;

/**
 * Rows of a list on which something is to be done at once. `scope` says what the list shows: with other filters it
 * begins anew, so that nothing is done to what is no longer looked at. Chosen rows that the list shows are as it shows
 * them now, not as they were when they were chosen.
 */
export function useSelection<Row>(
  scope: string,
  shown: readonly Row[] | undefined,
  rowKey: (row: Row) => string,
): Selection<Row> {
  const none = { scope, chosen: new Map<string, Row>() as ReadonlyMap<string, Row>, all: false };
  const [kept, keep] = useState(none);
  const { chosen: asChosen, all } = kept.scope === scope ? kept : none;
  const now = new Map(shown?.map((row) => [rowKey(row), row]));
  const chosen = new Map([...asChosen].map(([key, row]) => [key, now.get(key) ?? row]));
  return {
    chosen,
    all,
    choose: (rows, isChosen) => {
      const next = new Map(chosen);
      for (const [key, row] of rows) {
        if (isChosen) next.set(key, row);
        else next.delete(key);
      }
      keep({ scope, chosen: next, all: false });
    },
    chooseAll: () => keep({ scope, chosen, all: true }),
    clear: () => keep(none),
  };
}
