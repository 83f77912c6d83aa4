import { t } from '../messages/en.ts';
import classes from './data-table.module.css';
import type { Selection } from './use-selection.ts';

interface SelectRowProps<Row> {
  readonly selection: Selection<Row>;
  readonly name: string;
  readonly row: Row;
}

export function SelectRow<Row>({ selection, name, row }: SelectRowProps<Row>) {
  return (
    <label className={classes.select}>
      <input
        type="checkbox"
        aria-label={t.selection.row(name)}
        checked={selection.all || selection.chosen.has(name)}
        onChange={(event) => selection.choose([[name, row]], event.currentTarget.checked)}
      />
    </label>
  );
}

interface SelectPageProps<Row> {
  readonly selection: Selection<Row>;
  readonly rows: readonly (readonly [string, Row])[];
}

export function SelectPage<Row>({ selection, rows }: SelectPageProps<Row>) {
  const count = rows.filter(([name]) => selection.chosen.has(name)).length;
  const isWhole = selection.all || (rows.length > 0 && count === rows.length);
  return (
    <label className={classes.select}>
      <input
        type="checkbox"
        aria-label={t.selection.page}
        checked={isWhole}
        ref={(box) => {
          if (box !== null) box.indeterminate = !isWhole && count > 0;
        }}
        onChange={(event) => selection.choose(rows, event.currentTarget.checked)}
      />
    </label>
  );
}
