/**
 * Cases of the flow language: a flow as people write it, what is done with its execution, and what must come of it. They
 * say nothing of how Windhover does it, so that they can be run against whatever speaks the same language.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const flowSchema = z.looseObject({ id: z.string(), namespace: z.string().default('company.team') });

/** What is done once the execution has come to a state. */
const stepSchema = z.union([
  z.strictObject({ when: z.string(), resume: z.record(z.string(), z.string()) }),
  z.strictObject({ when: z.string(), replay: z.string() }),
  z.strictObject({ when: z.string(), do: z.enum(['kill', 'pause', 'restart', 'force-run']) }),
  z.strictObject({ when: z.string(), changeStatus: z.string() }),
]);

const expectSchema = z.strictObject({
  state: z.string(),
  /** `id STATE` or `id[value] STATE` of each task run, in the order in which they were made; `anyOrder` where there is none. */
  tasks: z.array(z.string()).optional(),
  anyOrder: z.boolean().default(false),
  /** Of tasks, by id; those that are not named may be there too. */
  taskOutputs: z.record(z.string(), z.unknown()).optional(),
  outputs: z.record(z.string(), z.unknown()).optional(),
  inputs: z.record(z.string(), z.unknown()).optional(),
  labels: z.record(z.string(), z.string()).optional(),
  attempts: z.record(z.string(), z.int()).optional(),
  /** Parts of messages that are in the log, whatever else is. */
  log: z.array(z.string()).optional(),
});

const caseSchema = z.strictObject({
  name: z.string(),
  /** Beside the one that is started. */
  others: z.array(flowSchema).default([]),
  flow: flowSchema,
  inputs: z.record(z.string(), z.string()).default({}),
  labels: z.record(z.string(), z.string()).default({}),
  steps: z.array(stepSchema).default([]),
  expect: expectSchema.optional(),
  /** The flow is not taken: parts of the message. */
  invalid: z.array(z.string()).optional(),
  /** The execution does not start: parts of the message. */
  refused: z.array(z.string()).optional(),
});

export type Case = z.infer<typeof caseSchema>;
export type Step = z.infer<typeof stepSchema>;
export type Expected = z.infer<typeof expectSchema>;

export interface Area {
  readonly area: string;
  readonly cases: readonly Case[];
}

/** One file for each area. Throws with the place of what is no case. */
export function readCases(directory: string): readonly Area[] {
  return globSync('*.yml', { cwd: directory })
    .toSorted()
    .map((file) => ({
      area: basename(file, '.yml'),
      cases: z.array(caseSchema).parse(parse(readFileSync(join(directory, file), 'utf8'))),
    }));
}
