/** Reads the mail of the shards that are served here, and has it applied; each row goes with the commit that applies it. */
import type { Execution } from '@windhover/model';
import type { InboxRow } from '@windhover/ports';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Mail } from './envelope.ts';
import type { Executor } from './executor.ts';
import type { Letter } from './letter.ts';

export interface MailReader {
  /** There may be mail in the shard's inbox. */
  wake(shard: number): void;
  /** There may be mail for any of these shards. */
  readAll(shards: Iterable<number>): void;
  /** Nothing of what is under way will be applied. */
  lost(): void;
  close(): void;
}

const atOnce = 200;

export interface MailReaderParts {
  readonly deps: Pick<RuntimeDeps, 'store' | 'flows' | 'report'>;
  readonly background: Background;
  readonly executor: Pick<Executor, 'create' | 'owns' | 'submit' | 'takeOut' | 'tellIfOver'>;
}

export function createMailReader({ deps, background, executor }: MailReaderParts): MailReader {
  const reading = new Set<number>();
  const woken = new Set<number>();
  /** Rows that are being applied. */
  let underWay = new Set<number>();
  let loss = Promise.withResolvers<void>();
  let isClosed = false;

  const wake = (shard: number): void => {
    if (isClosed || !executor.owns(shard)) return;
    woken.add(shard);
    if (reading.has(shard)) return;
    reading.add(shard);
    background.run('read mail of other servers', read(shard));
  };

  return {
    wake,
    readAll(shards) {
      for (const shard of shards) wake(shard);
    },
    lost,
    close() {
      isClosed = true;
      lost();
    },
  };

  function lost(): void {
    underWay = new Set();
    loss.resolve();
    loss = Promise.withResolvers();
  }

  async function read(shard: number): Promise<void> {
    try {
      while (woken.delete(shard)) {
        for (const row of await deps.store.shards.inbox(shard, 'mail', atOnce + underWay.size)) {
          if (underWay.has(row.seq)) continue;
          underWay.add(row.seq);
          background.run(`deliver mail to execution '${row.executionId}'`, deliver(row));
        }
      }
    } finally {
      reading.delete(shard);
    }
  }

  async function deliver(row: InboxRow): Promise<void> {
    const mail: Mail = { seq: row.seq, isSettled: false };
    const ours = underWay;
    try {
      await Promise.race([apply(row, JSON.parse(row.event) as Letter, mail), loss.promise]);
    } catch (cause) {
      const { executionId } = row;
      deps.report({ message: `Mail to execution '${executionId}' could not be applied`, cause, executionId });
    }
    if (ours !== underWay) return;
    if (!mail.isSettled) await executor.takeOut(row.shard, [row.seq]);
    ours.delete(row.seq);
    wake(row.shard);
  }

  /** Does not end when what is under way is lost. */
  async function apply({ shard, tenantKey, executionId }: InboxRow, letter: Letter, mail: Mail): Promise<void> {
    switch (letter.kind) {
      case 'event':
        await new Promise<Execution | undefined>((resolve, reject) => {
          const { event } = letter;
          executor.submit({ kind: 'event', tenantKey, executionId, event, mail, settle: { resolve, reject } });
        });
        return;
      case 'childOver':
        return executor.tellIfOver(tenantKey, letter.childId);
      case 'create': {
        const { namespace, id, revision } = letter.flow;
        const flow = await deps.flows.find(tenantKey, namespace, id, revision);
        if (flow === undefined) throw new Error(`Revision ${revision} of flow '${namespace}.${id}' does not exist`);
        await executor.create({ ...letter.request, tenantKey, executionId, flow, livesIn: shard, mail });
      }
    }
  }
}
