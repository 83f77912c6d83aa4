/**
 * Mail to shards of other processes: rows of their inboxes, which stay until the commit that applies them. Hints make it
 * quick in both directions; whoever misses one looks each second.
 */
import { IllegalState, type TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Letter } from './letter.ts';

export interface Addressed {
  readonly shard: number;
  readonly tenantKey: TenantKey;
  readonly executionId: string;
  readonly letter: Letter;
}

export interface MailOut {
  /** Resolves once the shard's owner has applied it, whoever that is then. */
  send(mail: Addressed): Promise<void>;
  /** Resolves once it is stored; tried until it is, from the address on. Nothing where `address` answers undefined. */
  post(address: () => Promise<Addressed | undefined>): Promise<void>;
  /** Whoever still waits is told that the server stops. What was stored is applied all the same. */
  close(): void;
}

interface Waiting {
  readonly mail: Addressed;
  readonly stored: (seq: number) => void;
  readonly failed: (cause: unknown) => void;
}

interface Unapplied {
  readonly applied: () => void;
  readonly failed: (cause: unknown) => void;
}

const sweepMs = 1_000;

export function createMailOut(
  { store, transport, clock }: Pick<RuntimeDeps, 'store' | 'transport' | 'clock'>,
  background: Background,
): MailOut {
  let waiting: Waiting[] = [];
  let isStoring = false;
  const unapplied = new Map<number, Unapplied>();
  let cancelSweep: (() => void) | undefined;
  let isClosed = false;

  const unsubscribe = transport.subscribe(topics.applied, (message) => {
    for (const seq of (message as { readonly seqs: readonly number[] }).seqs) applied(seq);
  });

  return {
    async send(mail) {
      const seq = await storedOnce(mail);
      await new Promise<void>((resolve, failed) => {
        if (isClosed) return failed(stopping());
        unapplied.set(seq, { applied: resolve, failed });
        cancelSweep ??= clock.after(sweepMs, sweep);
      });
    },
    async post(address) {
      for (;;) {
        try {
          const mail = await address();
          if (mail !== undefined) await storedOnce(mail);
          return;
        } catch (cause) {
          if (isClosed) throw cause;
          await new Promise<void>((resolve) => clock.after(sweepMs, resolve));
        }
      }
    },
    close() {
      isClosed = true;
      cancelSweep?.();
      unsubscribe();
      for (const { failed } of unapplied.values()) failed(stopping());
      unapplied.clear();
    },
  };

  function storedOnce(mail: Addressed): Promise<number> {
    return new Promise((stored, failed) => {
      waiting.push({ mail, stored, failed });
      if (!isStoring) background.run('leave mail for other servers', storeAll());
    });
  }

  /** What is asked for while some is stored goes together. */
  async function storeAll(): Promise<void> {
    isStoring = true;
    while (waiting.length > 0) {
      const now = waiting;
      waiting = [];
      try {
        const seqs = await store.shards.post(
          now.map(({ mail: { letter, ...to } }) => ({ ...to, event: JSON.stringify(letter) })),
        );
        transport.publish(topics.inbox, { kind: 'mail', shards: [...new Set(now.map(({ mail }) => mail.shard))] });
        for (const [index, { stored }] of now.entries()) stored(seqs[index]!);
      } catch (cause) {
        for (const { failed } of now) failed(cause);
      }
    }
    isStoring = false;
  }

  function sweep(): void {
    cancelSweep = undefined;
    const asked = [...unapplied.keys()];
    if (asked.length === 0 || isClosed) return;
    const work = store.shards
      .unapplied(asked)
      .then((left) => {
        const still = new Set(left);
        for (const seq of asked) if (!still.has(seq)) applied(seq);
      })
      .finally(() => {
        if (!isClosed) cancelSweep ??= clock.after(sweepMs, sweep);
      });
    background.run('look for answers of other servers', work);
  }

  function applied(seq: number): void {
    unapplied.get(seq)?.applied();
    unapplied.delete(seq);
  }
}

function stopping(): Error {
  return new IllegalState({ reason: 'the server is stopping' });
}
