/** A server that is asked to stop lets what runs end, whoever asks. */
import { aFlow, eventually, returnTask, sleepTask, startServer } from '@windhover/testing';
import { expect, test } from 'vitest';

test.each(['SIGTERM', 'SIGHUP'] as const)('at %s tasks end, and the next start goes on', async (signal) => {
  const first = await startServer({
    kind: 'process',
    configuration: { 'kestra.server.termination-grace-period': '30s' },
  });
  const tasks = [sleepTask('PT2S'), returnTask('there', 'after')];
  await first.call('POST', '/flows', { body: aFlow({ id: 'slow', namespace: 'company', tasks }) });
  const { id } = await first.call('POST', '/executions/company/slow');
  const execution = async (server = first) => server.call('GET', `/executions/${id}`);
  await eventually(async () => expect((await execution()).taskRunList[0]?.state.current).toBe('RUNNING'));

  first.signal(signal);

  expect(await first.ended()).toBe(0);
  expect(first.printed()).toContain(`Receiving shutdown ! Try to graceful exit (${signal})`);
  const next = await startServer({ kind: 'process', dataDirectory: first.dataDirectory });
  await eventually(async () => expect((await execution(next)).state.current).toBe('SUCCESS'));
  const { taskRunList } = await execution(next);
  expect(taskRunList.map((run: { attempts: readonly unknown[] }) => run.attempts.length)).toEqual([1, 1]);
});
