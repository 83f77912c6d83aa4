/** Connections that break at a bad moment, between a pool and a real server. */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { sharedPostgres } from '../testing/shared-postgres.ts';
import { Connections } from './connections.ts';
import { fixed } from './statement.ts';

const server = sharedPostgres();
let proxy: Server | undefined;
afterEach(() => void proxy?.close());

/** "Ready for a query": what ends the sign-in, and each answer. */
const ready = Buffer.from('5a0000000549', 'hex');
const fields = 'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to administrator command\0\0';
const ended = Buffer.concat([Buffer.from('E'), lengthOf(fields), Buffer.from(fields)]);

function lengthOf(text: string): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length + 4);
  return length;
}

/**
 * Stands before the server. The first connection is ended by an administrator so early that the news of it comes in one
 * packet with the sign-in, as a process sees it that was held up for a moment.
 */
async function endsTheFirst(url: string): Promise<string> {
  const behind = new URL(url);
  let isFirst = true;
  proxy = createServer((outer) => {
    const inner = connect(Number(behind.port), behind.hostname);
    const ends = isFirst;
    isFirst = false;
    outer.pipe(inner);
    inner.on('data', (chunk) => {
      if (!ends || !chunk.subarray(-ready.length).equals(ready)) return void outer.write(chunk);
      outer.end(Buffer.concat([chunk, ended]));
      inner.destroy();
    });
    for (const [one, other] of [
      [outer, inner],
      [inner, outer],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
  });
  await new Promise<void>((resolve) => proxy!.listen(0, '127.0.0.1', resolve));
  const before = new URL(url);
  before.port = String((proxy.address() as AddressInfo).port);
  return before.href;
}

test('a connection that is ended as soon as it is there is told to who asked, and nothing else is disturbed', async () => {
  const connections = new Connections({
    config: { connectionString: await endsTheFirst(await server().createDatabase()) },
    database: 'test',
    maxConnections: 3,
    preparedStatements: true,
  });
  const ask = () => connections.run('read', [fixed('select 1 as one')]);
  await expect(ask()).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  expect(await ask()).toEqual([{ rows: [{ one: 1 }], changes: 1 }]);
  await connections.close();
});
