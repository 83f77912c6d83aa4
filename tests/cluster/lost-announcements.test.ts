/** A server dies between the commit of a change and its announcement: the others see the change all the same. */
import { aFlow, eventually, returnTask, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';
import { dies } from '../crash/dying-server.ts';
import { sharedCluster } from './several-servers.ts';

const cluster = sharedCluster();
const ids = Array.from({ length: 12 }, (_, index) => `ticking-${index}x`);
const ticking = (id: string): string =>
  aFlow({
    id,
    tasks: [returnTask('tick')],
    triggers: [
      { id: 'second', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * * *', withSeconds: true },
    ],
  });

async function totalOf(server: TestServer, id: string): Promise<number> {
  return (await server.call('GET', `/executions/search?filters[flowId][EQUALS]=${id}&size=1`)).total;
}

test('flows that a server saved right before its end are scheduled by the others', { timeout: 120_000 }, async () => {
  const dying = await cluster().start('http.after-commit-before-answer:1');
  const other = await cluster().start();
  await eventually(async () => expect(await cluster().shares()).toEqual([32, 32]), { timeoutMs: 30_000 });

  await dies(dying, (server) =>
    server.call('POST', '/flows/bulk', {
      body: ids.map(ticking).join('\n---\n'),
      headers: { 'content-type': 'application/x-yaml' },
    }),
  );

  for (const id of ids)
    await eventually(async () => expect(await totalOf(other, id), id).toBeGreaterThan(0), { timeoutMs: 40_000 });
  await other.stop();
});
