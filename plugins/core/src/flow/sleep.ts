import { setTimeout as delay } from 'node:timers/promises';
import { defineTask, durationProperty, parseDuration, TaskError } from '@windhover/plugin-sdk';
import type { Stop } from '@windhover/plugin-sdk';
import { z } from 'zod';

/** Timers hold at most this long: 2^31 − 1 ms, about 25 days. */
const longestTimerMs = 2_147_483_647;

export const sleep = defineTask({
  kind: 'runnable',
  type: 'io.kestra.plugin.core.flow.Sleep',
  title: 'Wait',
  description: 'Waits for a time on a worker. To wait without taking a place there, use Pause.',
  properties: z.object({ duration: durationProperty().describe('How long to wait. Example: `PT30S`.') }),
  examples: [{ title: 'Half a minute', code: 'id: wait\ntype: io.kestra.plugin.core.flow.Sleep\nduration: PT30S\n' }],
  async run({ properties: { duration }, log, signal }) {
    log('INFO', `Waiting for ${duration}`);
    let leftMs = Math.max(0, parseDuration(duration));
    try {
      while (leftMs > longestTimerMs) {
        await delay(longestTimerMs, undefined, { signal });
        leftMs -= longestTimerMs;
      }
      await delay(leftMs, undefined, { signal });
    } catch (cause) {
      throw new TaskError((signal.reason as Stop | undefined)?.message ?? 'The wait was ended early', { cause });
    }
    return {};
  },
});
