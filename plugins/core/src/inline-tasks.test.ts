import { describe, expect, test } from 'vitest';
import { echo } from './debug/echo.ts';
import { returnTask } from './debug/return.ts';
import { assert } from './execution/assert.ts';
import { exit } from './execution/exit.ts';
import { fail } from './execution/fail.ts';
import { labels } from './execution/labels.ts';
import { setVariables } from './execution/set-variables.ts';
import { unsetVariables } from './execution/unset-variables.ts';
import { sleep } from './flow/sleep.ts';
import { log } from './log/log.ts';
import { outputValues } from './output/output-values.ts';
import { runTask } from './testing/run-task.ts';

describe('values and logs', () => {
  test('Return gives the rendered text and its length', async () => {
    expect(await runTask(returnTask, { format: 'héllo' })).toMatchObject({
      outputs: { value: 'héllo' },
      metrics: [
        { name: 'length', value: 5 },
        { name: 'duration', type: 'timer' },
      ],
    });
    expect((await runTask(returnTask, {})).outputs).toEqual({});
  });

  test('Log writes one line an item, at its level', async () => {
    expect((await runTask(log, { message: 'one' })).logs).toEqual([['INFO', 'one']]);
    expect((await runTask(log, { message: ['one', 2], level: 'WARN' })).logs).toEqual([
      ['WARN', 'one'],
      ['WARN', '2'],
    ]);
    expect((await runTask(echo, { format: 'x' })).logs).toEqual([['INFO', 'x']]);
  });

  test('OutputValues gives its map', async () => {
    expect((await runTask(outputValues, { values: { a: [1] } })).outputs).toEqual({ values: { a: [1] } });
  });
});

describe('failing on purpose', () => {
  test('Fail fails without a condition, or when it is true', async () => {
    await expect(runTask(fail, {})).rejects.toThrow('Task failure');
    await expect(runTask(fail, { condition: 'yes', errorMessage: 'No' })).rejects.toThrow('No');
    for (const condition of ['false', '0', '', false]) expect(await runTask(fail, { condition })).toBeDefined();
  });

  test('Assert counts the conditions that are true, and those that are false', async () => {
    expect((await runTask(assert, { conditions: ['true', '1'] })).outputs).toEqual({ success: 2, failed: 0 });
    await expect(runTask(assert, { conditions: ['true', 'false', '0'], errorMessage: 'Broken' })).rejects.toMatchObject(
      {
        message: 'Broken: 2 assertions failed',
        outputs: { success: 1, failed: 2 },
      },
    );
  });

  test('Exit ends in the state, in either spelling', async () => {
    expect((await runTask(exit, { state: 'CANCELED' })).update).toEqual({ exit: 'CANCELLED' });
    expect((await runTask(exit, {})).update).toEqual({ exit: 'SUCCESS' });
  });
});

describe('changing the execution', () => {
  test('Labels takes a map, a list and JSON text of either', async () => {
    const wanted = { labels: [{ key: 'a', value: '1' }] };

    expect((await runTask(labels, { labels: { a: 1 } })).update).toEqual(wanted);
    expect((await runTask(labels, { labels: [{ key: 'a', value: 1 }] })).update).toEqual(wanted);
    expect((await runTask(labels, { labels: '{"a": 1}' })).update).toEqual(wanted);
    expect((await runTask(labels, { labels: '[{"key": "a", "value": 1}]' })).update).toEqual(wanted);
  });

  test('Labels leaves empty ones out and refuses those of the system', async () => {
    const { update, logs } = await runTask(labels, { labels: { a: '', b: 'x', '': 'y' } });

    expect(update).toEqual({ labels: [{ key: 'b', value: 'x' }] });
    expect(logs).toEqual([
      ['WARN', "The label 'a' is empty and left out"],
      ['WARN', "The label '' is empty and left out"],
    ]);
    await expect(runTask(labels, { labels: { 'system.from': 'me' } })).rejects.toThrow('system.from=me');
  });

  test('SetVariables merges maps, and keeps what exists if told so', async () => {
    const surroundings = { variables: { map: { a: 1 }, x: 1 } };

    const { update } = await runTask(setVariables, { variables: { map: { b: 2 }, x: 2 } }, surroundings);

    expect(JSON.parse(JSON.stringify(update))).toEqual({ variables: { map: { a: 1, b: 2 }, x: 2 } });
    await expect(runTask(setVariables, { variables: { x: 2 }, overwrite: false }, surroundings)).rejects.toThrow("'x'");
  });

  test('UnsetVariables removes what exists', async () => {
    const surroundings = { variables: { x: 1 } };

    expect((await runTask(unsetVariables, { variables: ['x'] }, surroundings)).update).toEqual({
      unsetVariables: ['x'],
    });
    await expect(runTask(unsetVariables, { variables: ['y'] }, surroundings)).rejects.toThrow("'y'");
    expect(await runTask(unsetVariables, { variables: ['y'], ignoreMissing: true }, surroundings)).toBeDefined();
  });
});

describe('Sleep', () => {
  test('waits for its time', async () => {
    expect(await runTask(sleep, { duration: 'PT0.01S' })).toMatchObject({ outputs: undefined });
  });

  test('ends at once when it is stopped, with the reason', async () => {
    const controller = new AbortController();
    const sleeping = runTask(sleep, { duration: 'PT1H' }, { signal: controller.signal });

    controller.abort({ kind: 'killed', message: 'Killed by admin' });

    await expect(sleeping).rejects.toThrow('Killed by admin');
  });

  test('refuses what is no duration', async () => {
    await expect(runTask(sleep, { duration: '5min' })).rejects.toThrow('ISO-8601');
  });
});
