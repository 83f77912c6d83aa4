import { ActionIcon, Tooltip } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import { ConfirmDialog } from './confirm-dialog.tsx';
import type { Column } from './data-table.tsx';
import { toast } from './toast.ts';

interface DeletionWords<Row> {
  readonly remove: string;
  readonly removeTitle: (name: string, row: Row) => string;
  readonly removeText: string;
  readonly removed: (name: string) => string;
}

interface DeletionOptions<Row> {
  readonly words: DeletionWords<Row>;
  readonly nameOf: (row: Row) => string;
  /** Why this one cannot be deleted. */
  readonly whyNot: (row: Row) => string | undefined;
  /** Deletes it; the list is read anew here, too. */
  readonly remove: (row: Row) => Promise<unknown>;
  /** The name has to be typed, for what cannot be brought back. */
  readonly typed?: boolean;
  /** Rows that are shown but belong elsewhere have no button. */
  readonly offered?: (row: Row) => boolean;
}

/** The last column of a list, with a button that deletes the row, and the question that it asks first. */
export function useDeletion<Row>({
  words,
  nameOf,
  whyNot,
  remove,
  typed = false,
  offered = () => true,
}: DeletionOptions<Row>): { readonly column: Column<Row>; readonly question: ReactNode } {
  const [asked, setAsked] = useState<Row>();
  const name = asked === undefined ? '' : nameOf(asked);
  return {
    column: actionsColumn(
      (row) =>
        offered(row) && (
          <Tooltip label={whyNot(row) ?? words.remove}>
            <ActionIcon
              size={24}
              disabled={whyNot(row) !== undefined}
              aria-label={`${words.remove}: ${nameOf(row)}`}
              onClick={() => setAsked(row)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        ),
    ),
    question: (
      <ConfirmDialog
        opened={asked !== undefined}
        title={asked === undefined ? '' : words.removeTitle(name, asked)}
        confirmLabel={words.remove}
        {...(typed ? { typeToConfirm: name } : {})}
        onConfirm={async () => {
          await remove(asked!);
          toast(words.removed(name));
        }}
        onClose={() => setAsked(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    ),
  };
}

/** What can be done with a row, at its end. */
export function actionsColumn<Row>(cell: Column<Row>['cell']): Column<Row> {
  return { id: 'actions', header: '', width: 64, align: 'right', cell };
}
