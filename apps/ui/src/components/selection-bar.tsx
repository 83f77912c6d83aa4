import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatNumber, formatTotal } from '../format/count.ts';
import { t } from '../messages/en.ts';
import classes from './selection-bar.module.css';
import type { Chosen } from './use-selection.ts';

interface SelectionBarProps {
  readonly selection: Chosen<unknown>;
  /** How many match the filters. */
  readonly total: number;
  /** What can be done with them. */
  readonly children: ReactNode;
}

/** Stands above a list while rows of it are chosen: how many, and what can be done with them. */
export function SelectionBar({ selection, total, children }: SelectionBarProps) {
  const { chosen, all, chooseAll, clear } = selection;
  if (chosen.size === 0 && !all) return null;
  return (
    <section className={classes.bar} aria-label={t.selection.label}>
      <output className="numbers">{t.selection.chosen(all ? formatTotal(total) : formatNumber(chosen.size))}</output>
      {!all && total > chosen.size && (
        <Button variant="subtle" onClick={chooseAll}>
          {t.selection.all(formatTotal(total))}
        </Button>
      )}
      <Button variant="subtle" color="gray" onClick={clear}>
        {t.selection.clear}
      </Button>
      <div className={classes.actions}>{children}</div>
    </section>
  );
}
