/** Servers that die at a point while they serve a request, and those that come after them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CrashPoint } from '@windhover/ports';
import { startServer, type TestServer } from '@windhover/testing';
import { expect, onTestFinished } from 'vitest';
import { diesWithin } from './scenario.ts';

/** Servers on one folder, one after the other; it goes with the test. */
export function starts(
  tenancy: 'single' | 'mixed' = 'single',
): (crashAt?: `${CrashPoint}:${number}`) => Promise<TestServer> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-writes-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return (crashAt) =>
    startServer({
      kind: 'process',
      tenancy,
      dataDirectory: folder,
      ...(crashAt !== undefined && { env: { WINDHOVER_CRASH_AT: crashAt } }),
    });
}

/** The server dies of the request, which is not answered. */
export async function dies(server: TestServer, ask: (server: TestServer) => Promise<unknown>): Promise<void> {
  await expect(ask(server)).rejects.toThrow();
  expect(await diesWithin(server, 15_000), 'the server dies').toBe(true);
}
