/** A task that holds its place until the test lets go of it. */
import { defineTask, type AnyTask } from '@windhover/plugin-sdk';
import { z } from 'zod';

export interface Gate {
  readonly task: AnyTask;
  /** Executions whose task runs have started, in order. */
  readonly started: string[];
  /** Lets one execution go, whether its task has begun or not, or all. */
  open(executionId?: string): void;
}

export function gate(): Gate {
  const started: string[] = [];
  const waiting = new Map<string, () => void>();
  const opened = new Set<string>();
  let isOpen = false;
  const task: AnyTask = defineTask({
    kind: 'runnable',
    type: 'test.Gate',
    title: 'Gate',
    description: 'Waits for the test.',
    properties: z.object({}),
    run: async ({ taskRun: { executionId }, signal }) => {
      started.push(executionId);
      if (!isOpen && !opened.has(executionId)) {
        await new Promise<void>((resolve, reject) => {
          waiting.set(executionId, resolve);
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
      }
      return {};
    },
  });
  return {
    task,
    started,
    open(executionId) {
      if (executionId === undefined) isOpen = true;
      else opened.add(executionId);
      for (const [id, resolve] of waiting) if (executionId === undefined || executionId === id) resolve();
    },
  };
}
