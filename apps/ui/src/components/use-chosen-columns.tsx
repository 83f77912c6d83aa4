import { ActionIcon, Checkbox, Popover } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { IconColumns3 } from '@tabler/icons-react';
import { t } from '../messages/en.ts';
import type { ReactNode } from 'react';
import classes from './use-chosen-columns.module.css';
import type { Column } from './data-table.tsx';

interface ChosenColumns<Row> {
  readonly columns: readonly Column<Row>[];
  readonly chooser: ReactNode;
}

interface AllColumns<Row> {
  /** Under which name the choice is remembered. */
  readonly list: string;
  readonly all: readonly Column<Row>[];
}

/** The columns of a list that somebody wants to see, remembered on this browser; the first one always stays. */
export function useChosenColumns<Row>({ list, all }: AllColumns<Row>): ChosenColumns<Row> {
  const [changed, setChanged] = useLocalStorage<Readonly<Record<string, boolean>>>({
    key: `windhover.columns.${list}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  const isShown = (column: Column<Row>) => changed[column.id] ?? column.hidden !== true;
  const [first, ...rest] = all;
  return {
    columns: all.filter((column) => column === first || isShown(column)),
    chooser: (
      <Popover position="bottom-end" trapFocus>
        <Popover.Target>
          <ActionIcon size={30} variant="default" aria-label={t.columns} title={t.columns}>
            <IconColumns3 size={15} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown>
          <fieldset className={classes.list}>
            <legend className={classes.legend}>{t.columns}</legend>
            {rest.map((column) => (
              <Checkbox
                key={column.id}
                size="xs"
                label={column.header}
                checked={isShown(column)}
                onChange={(event) => setChanged({ ...changed, [column.id]: event.currentTarget.checked })}
              />
            ))}
          </fieldset>
        </Popover.Dropdown>
      </Popover>
    ),
  };
}
