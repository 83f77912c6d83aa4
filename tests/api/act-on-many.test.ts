/** Operations on executions that are named by their ids: all of them or none, whatever stands in the way. */
import { aFlow, eventually, failTask, logTask, startServer, type FlowParts } from '@windhover/testing';
import { expect, test } from 'vitest';

const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };
const onResume = [{ id: 'why', type: 'STRING' }];

async function enter() {
  const server = await startServer();
  const stateOf = async (id: string): Promise<string> => (await server.call('GET', `/executions/${id}`)).state.current;
  return {
    stateOf,
    begin: async (flow: FlowParts, state: string): Promise<string> => {
      await server.request('POST', '/flows', { body: aFlow(flow) });
      const { id } = await server.call('POST', `/executions/company.team/${flow.id}`);
      await eventually(async () => expect(await stateOf(id)).toBe(state));
      return id;
    },
    act: async (path: string, ids: readonly string[]) => {
      const { status, text } = await server.request('POST', `/executions/${path}`, { body: ids });
      const { totalItems, invalids } = JSON.parse(text);
      return { status, totalItems, invalids };
    },
  };
}

test('none is resumed while one of them waits for inputs', async () => {
  const { begin, act, stateOf } = await enter();
  const plain = await begin({ id: 'plain', tasks: [pause] }, 'PAUSED');
  const asking = await begin({ id: 'asking', tasks: [{ ...pause, onResume }] }, 'PAUSED');

  const { status, invalids } = await act('resume/by-ids', [plain, asking]);

  expect(status).toBe(400);
  expect(invalids).toEqual([
    { invalidValue: asking, message: expect.stringContaining('Invalid input for `why`, missing required input') },
  ]);
  expect([await stateOf(plain), await stateOf(asking)]).toEqual(['PAUSED', 'PAUSED']);
});

test('none is restarted while nothing in one of them failed', async () => {
  const { begin, act, stateOf } = await enter();
  const failed = await begin({ id: 'failed', tasks: [failTask()] }, 'FAILED');
  const outputs = [{ id: 'o', type: 'STRING', value: '{{ outputs.nothing }}' }];
  const ofOutputs = await begin({ id: 'outputs', tasks: [logTask()], outputs }, 'FAILED');

  const { status, invalids } = await act('restart/by-ids', [failed, ofOutputs]);

  expect([status, invalids.map(({ invalidValue }: { invalidValue: string }) => invalidValue)]).toEqual([
    400,
    [ofOutputs],
  ]);
  expect(await stateOf(failed)).toBe('FAILED');
});

test('the status of none changes while one of them was killed', async () => {
  const { begin, act, stateOf } = await enter();
  const good = await begin({ id: 'good', tasks: [logTask()] }, 'SUCCESS');
  const killed = await begin({ id: 'killed', tasks: [logTask()] }, 'SUCCESS');
  await act('change-status/by-ids?newStatus=KILLED', [killed]);

  const { status, invalids } = await act('change-status/by-ids?newStatus=WARNING', [good, killed]);

  expect([status, invalids.length]).toEqual([400, 1]);
  expect(await stateOf(good)).toBe('SUCCESS');
});

test('what is named twice is acted on once', async () => {
  const { begin, act } = await enter();
  const paused = await begin({ id: 'plain', tasks: [pause] }, 'PAUSED');

  const { status, totalItems } = await act('resume/by-ids', [paused, paused]);

  expect([status, totalItems]).toEqual([200, 1]);
});
