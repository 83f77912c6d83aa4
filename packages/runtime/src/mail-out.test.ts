import type { TenantKey } from '@windhover/model';
import { openMemoryTransport } from '@windhover/transport-memory';
import { expect, test } from 'vitest';
import { createBackground } from './background.ts';
import { createMailOut, type Addressed } from './mail-out.ts';

const letter: Addressed = {
  shard: 1,
  tenantKey: 'dev' as TenantKey,
  executionId: 'e1',
  letter: { kind: 'childOver', childId: 'e2' },
};

/** Mail to a server that never answers; each wait is over at once. */
function mailOutOf(post: () => Promise<readonly number[]>) {
  const background = createBackground(() => undefined);
  const store = { shards: { post, unapplied: async (seqs: readonly number[]) => seqs } };
  const clock = {
    after(_delayMs: number, run: () => void) {
      const immediate = setImmediate(run);
      return () => clearImmediate(immediate);
    },
  };
  const deps = { store, clock, transport: openMemoryTransport() } as unknown as Parameters<typeof createMailOut>[0];
  return { background, mail: createMailOut(deps, background) };
}

test('a server that stops tells those who wait for the answer of another one', async () => {
  const stored = Promise.withResolvers<void>();
  const { background, mail } = mailOutOf(async () => {
    stored.resolve();
    return [1];
  });
  const sent = mail.send(letter);
  background.run('send', sent);
  await stored.promise;
  await Promise.resolve();
  mail.close();

  await expect(sent).rejects.toThrow('the server is stopping');
  await expect(mail.send(letter)).rejects.toThrow('the server is stopping');
  await background.idle();
});

test('mail that nobody waits for is addressed and stored again until it is', async () => {
  const failures = ['address', 'store'];
  const { mail } = mailOutOf(async () => {
    if (failures.shift() !== undefined) throw new Error('the store is away');
    return [1];
  });

  await mail.post(async () => {
    if (failures[0] === 'address') {
      failures.shift();
      throw new Error('the store is away');
    }
    return letter;
  });

  expect(failures).toEqual([]);
});
