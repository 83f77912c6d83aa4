import { useState, type ReactNode } from 'react';
import { lacking } from '../auth/lacking.ts';
import { usePermissions, type Permission, type Permissions } from '../auth/permissions.ts';
import { bulkText } from '../messages/en-bulk.ts';
import { DialogForm } from './dialog-form.tsx';
import { sortOut } from './sort-out.ts';
import { toast } from './toast.ts';
import type { Chosen } from './use-selection.ts';

/** What something takes that is done to many rows. */
export interface BulkRule<Row> {
  /** Without it, held anywhere in the tenant, it can be done to none. */
  readonly permission: Permission;
  /** Why it cannot be done to this row; undefined when it can. */
  readonly whyNot: (row: Row, permissions: Permissions) => string | undefined;
}

interface BulkChangeOptions<Row, Operation extends string> {
  readonly selection: Chosen<Row>;
  /** How many match the filters. */
  readonly total: number;
  readonly rules: Readonly<Record<Operation, BulkRule<Row>>>;
  /** What takes something away. */
  readonly destructive: readonly Operation[];
  readonly words: {
    readonly label: Readonly<Record<Operation, string>>;
    readonly title: (action: string, count: number) => string;
    readonly text: Readonly<Record<Operation, string>>;
    readonly matching: string;
    readonly done: (action: string, count: number) => string;
  };
  /** What has to be entered for it, and whether it was. */
  readonly fields?: Partial<Record<Operation, { readonly content: ReactNode; readonly ready: boolean }>>;
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

/** Changes to the chosen rows, each of which asks first, says how many, and which are left out and why. */
export function useBulkChange<Row, Operation extends string>(
  options: BulkChangeOptions<Row, Operation>,
): BulkChange<Operation> {
  const { selection, total, rules, destructive, words, fields, change } = options;
  const permissions = usePermissions();
  const [asked, setAsked] = useState<Operation>();
  const sorted = (operation: Operation) =>
    sortOut([...selection.chosen.values()], (row) => rules[operation].whyNot(row, permissions));
  const question = (operation: Operation) => {
    const { fit, leftOut } = sorted(operation);
    const label = words.label[operation];
    const count = selection.all ? total : fit.length;
    const entered = fields?.[operation];
    return (
      <DialogForm
        opened
        title={words.title(label, count)}
        action={label}
        ready={count > 0 && entered?.ready !== false}
        destructive={destructive.includes(operation)}
        focusAction={entered === undefined}
        onSubmit={async () => {
          const done = await change(operation, selection.all ? undefined : fit);
          selection.clear();
          toast(words.done(label, done.count));
        }}
        onClose={() => setAsked(undefined)}
      >
        <span>{words.text[operation]}</span>
        {selection.all && <span className="dim">{words.matching}</span>}
        {!selection.all && leftOut.length > 0 && (
          <ul className="dim" style={{ margin: 0, paddingLeft: 18 }}>
            {leftOut.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        )}
        {entered?.content}
      </DialogForm>
    );
  };
  return {
    ask: (operation) => ({
      label: words.label[operation],
      reason:
        lacking(permissions, rules[operation].permission) ??
        (selection.all || sorted(operation).fit.length > 0 ? undefined : bulkText.none),
      onClick: () => setAsked(operation),
    }),
    question: asked === undefined ? null : question(asked),
  };
}
