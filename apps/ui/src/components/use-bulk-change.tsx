import { useState, type ReactNode } from 'react';
import { lacking } from '../auth/lacking.ts';
import { usePermissions, type Permission } from '../auth/permissions.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { toast } from './toast.ts';
import type { Chosen } from './use-selection.ts';

interface Rule<Row> {
  readonly permission: Permission;
  /** Whether there is something to change in it. */
  readonly holds: (row: Row) => boolean;
}

interface BulkChangeOptions<Row, Operation extends string> {
  readonly selection: Chosen<Row>;
  /** How many match the filters. */
  readonly total: number;
  readonly rules: Readonly<Record<Operation, Rule<Row>>>;
  /** What takes something away. */
  readonly destructive: Operation;
  readonly words: {
    readonly label: Readonly<Record<Operation, string>>;
    readonly title: (action: string, count: number) => string;
    readonly text: Readonly<Record<Operation, string>>;
    readonly none: string;
    readonly passedOver: (count: number) => string;
    readonly matching: string;
    readonly done: (action: string, count: number) => string;
  };
  /** Undefined: all that match. Answers how many were changed; the list is read anew here, too. */
  readonly change: (operation: Operation, rows: readonly Row[] | undefined) => Promise<{ readonly count: number }>;
}

interface BulkChange<Operation> {
  /** Of the button that asks for it. */
  readonly ask: (operation: Operation) => {
    readonly label: string;
    readonly reason: string | undefined;
    readonly onClick: () => void;
  };
  readonly question: ReactNode;
}

/** Changes to the chosen rows, each of which asks first, says how many, and leaves out those with nothing to change. */
export function useBulkChange<Row, Operation extends string>(
  options: BulkChangeOptions<Row, Operation>,
): BulkChange<Operation> {
  const { selection, total, rules, destructive, words, change } = options;
  const permissions = usePermissions();
  const [asked, setAsked] = useState<Operation>();
  const chosen = [...selection.chosen.values()];
  const question = (operation: Operation) => {
    const rows = chosen.filter(rules[operation].holds);
    const label = words.label[operation];
    return (
      <ConfirmDialog
        opened
        title={words.title(label, selection.all ? total : rows.length)}
        confirmLabel={label}
        destructive={operation === destructive}
        onConfirm={async () => {
          const done = await change(operation, selection.all ? undefined : rows);
          selection.clear();
          toast(words.done(label, done.count));
        }}
        onClose={() => setAsked(undefined)}
      >
        {words.text[operation]} {selection.all ? words.matching : words.passedOver(chosen.length - rows.length)}
      </ConfirmDialog>
    );
  };
  return {
    ask: (operation) => ({
      label: words.label[operation],
      reason:
        lacking(permissions, rules[operation].permission) ??
        (selection.all || chosen.some(rules[operation].holds) ? undefined : words.none),
      onClick: () => setAsked(operation),
    }),
    question: asked === undefined ? null : question(asked),
  };
}
