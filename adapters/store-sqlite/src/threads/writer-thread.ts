/** The only thread that writes: takes groups of units, commits each group in one transaction, answers unit by unit. */
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting, type Durability } from '../connection.ts';
import { GroupCommit } from './group-commit.ts';
import type { Step } from '../step.ts';
import type { UnitOutcome } from './group-commit.ts';

export interface WriterSettings {
  readonly path: string;
  readonly durability: Durability;
}

export type ToWriter =
  | { readonly kind: 'group'; readonly units: readonly (readonly Step[])[] }
  | { readonly kind: 'close' };

/** `broken`: the group's fate is unknown and nothing will be written any more. */
export type FromWriter =
  | { readonly kind: 'outcomes'; readonly outcomes: readonly UnitOutcome[] }
  | { readonly kind: 'broken'; readonly reason: string };

const port = parentPort!;
const { path, durability } = workerData as WriterSettings;
const connection = openForWriting(path, durability);
const groups = new GroupCommit(connection);
let broken: string | undefined;

port.on('message', (message: ToWriter) => {
  switch (message.kind) {
    case 'group':
      port.postMessage(commit(message.units));
      return;
    case 'close':
      connection.close();
      port.close();
      return;
  }
});

function commit(units: readonly (readonly Step[])[]): FromWriter {
  // A failed commit is final: what the file holds is known only to whoever opens it anew.
  if (broken !== undefined) return { kind: 'broken', reason: broken };
  try {
    return { kind: 'outcomes', outcomes: groups.commit(units) };
  } catch (error) {
    broken = error instanceof Error ? error.message : String(error);
    return { kind: 'broken', reason: broken };
  }
}
