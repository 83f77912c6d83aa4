/**
 * The history of triggers that are asked by what happens – flow triggers, webhooks – on whichever server hears of it. They
 * have no state of their own whose commit it could go along with, and may be asked thousands of times a second.
 */
import type { TenantKey, TriggerEvaluation, TriggerEvaluations } from '@windhover/model';
import { Conflict, type Store, type TriggerOf } from '@windhover/ports';
import { continued, newEntry } from './fold-evaluations.ts';

export interface TriggerHistory {
  /** It is written a moment later, together with what comes meanwhile. */
  note(trigger: TriggerOf & { readonly tenantKey: TenantKey }, evaluation: TriggerEvaluation): void;
  /** Resolves once all that was noted is durable. Rejects when the store cannot write it: it is kept for the next time. */
  flush(): Promise<void>;
}

export interface TriggerHistoryDeps {
  readonly store: Pick<Store, 'scope' | 'write'>;
  /** Calls `run` once, `delayMs` from now. */
  readonly clock: { after(delayMs: number, run: () => void): unknown };
  /** Entries that are kept of each trigger. */
  readonly kept: number;
  readonly onProblem?: ((what: string, error: unknown) => void) | undefined;
}

interface Noted {
  readonly trigger: TriggerOf;
  readonly tenantKey: TenantKey;
  /** Oldest first; never more than are kept. */
  readonly entries: readonly TriggerEvaluations[];
}

const writeAfterMs = 100;
/** Somebody else may be faster each time, or the flow is gone. */
const maxTries = 10;

export function createTriggerHistory({ store, clock, kept, onProblem }: TriggerHistoryDeps): TriggerHistory {
  const noted = new Map<string, Noted>();
  let isDue = false;
  let writing: Promise<void> = Promise.resolve();

  return {
    note({ tenantKey, namespace, flowId, triggerId }, evaluation) {
      const key = JSON.stringify([tenantKey, namespace, flowId, triggerId]);
      const before = noted.get(key)?.entries ?? [];
      const trigger = { namespace, flowId, triggerId };
      noted.set(key, { tenantKey, trigger, entries: joined(before, [newEntry(evaluation)], kept) });
      if (isDue) return;
      isDue = true;
      clock.after(writeAfterMs, () => {
        isDue = false;
        flush().catch((error: unknown) => onProblem?.('Evaluations of triggers could not be written', error));
      });
    },
    flush,
  };

  /** Waits for what is being written, too. */
  function flush(): Promise<void> {
    return (writing = writing.catch(() => undefined).then(writeAll));
  }

  async function writeAll(): Promise<void> {
    const all = [...noted];
    noted.clear();
    const written = await Promise.allSettled(all.map(([, one]) => write(one)));
    const failed = written.flatMap((outcome, index) =>
      outcome.status === 'rejected' ? [{ one: all[index]!, cause: outcome.reason as unknown }] : [],
    );
    for (const {
      one: [key, before],
    } of failed) {
      const meanwhile = noted.get(key)?.entries ?? [];
      noted.set(key, { ...before, entries: joined(before.entries, meanwhile, kept) });
    }
    if (failed.length > 0) throw failed[0]!.cause;
  }

  async function write({ tenantKey, trigger, entries }: Noted): Promise<void> {
    const { triggerEvaluations } = store.scope(tenantKey);
    for (let attempt = 1; attempt <= maxTries; attempt += 1) {
      const newest = await triggerEvaluations.newest(trigger);
      const [first, ...others] = isKnown(newest, entries[0]!) ? entries.slice(1) : entries;
      if (first === undefined) return;
      const alike = continued(newest, first);
      const onto = alike && newest;
      try {
        await store.write([triggerEvaluations.add(trigger, [alike ?? first, ...others], { onto, kept })]);
        return;
      } catch (error) {
        if (!(error instanceof Conflict)) throw error;
      }
    }
  }
}

/** One history after the other, of which the last `kept` entries stay. */
function joined(
  before: readonly TriggerEvaluations[],
  more: readonly TriggerEvaluations[],
  kept: number,
): readonly TriggerEvaluations[] {
  const all = [...before];
  for (const entry of more) {
    const last = all.at(-1);
    const alike = continued(last, entry);
    if (alike !== undefined) all[all.length - 1] = alike;
    else if (!isKnown(last, entry)) all.push(entry);
  }
  return all.slice(-kept);
}

/** What was answered again after a crash is no second evaluation. */
function isKnown(last: TriggerEvaluations | undefined, { executionId }: TriggerEvaluations): boolean {
  return executionId !== undefined && executionId === last?.executionId;
}
