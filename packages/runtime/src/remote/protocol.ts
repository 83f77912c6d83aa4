/** What servers and workers say to each other; what arrives from a worker is checked. */
import { isTerminal, logLevels, stateNames, labelProblem, type Label, type LogLevel } from '@windhover/model';
import type { Metric, RunContext, Stop, TaskResult, TaskRunInfo, TriggerInfo } from '@windhover/plugin-sdk';
import { z } from 'zod';

/** Both sides must speak the same. */
export const protocolVersion = 1;

/** The first frame of a worker. */
export const helloSchema = z.object({
  protocol: z.literal(protocolVersion, {
    error: ({ input }) => `The server speaks version ${protocolVersion} of the workers' protocol, not ${String(input)}`,
  }),
  /** Of the program. */
  version: z.string().max(100),
  name: z.string().min(1).max(200),
  slots: z.number().int().min(1).max(100_000),
  /** The group that it was started for, which its token must be of. */
  group: z.string().optional(),
  /** Of a connection that broke, to go on with it. */
  resume: z.object({ session: z.string(), received: z.number().int().min(0) }).optional(),
});
export type Hello = z.output<typeof helloSchema>;

/** The first frame of a server. */
export const welcomeSchema = z.object({
  session: z.string(),
  /** Whether it is the one that was to go on; `received` is what the server has of it. */
  isResumed: z.boolean(),
  received: z.number(),
  version: z.string(),
  group: z.string(),
  /** After so long without a sign of the other, what the worker runs is no longer its. */
  leaseMs: z.number(),
  /** Between two signs. */
  beatMs: z.number(),
  /** How long a task that is told to stop may take. */
  killGraceMs: z.number(),
});
export type Welcome = z.output<typeof welcomeSchema>;

/** `run` to a worker: the code of a type, in a place that all runs of one attempt share. */
export interface RunRequest {
  readonly run: number;
  readonly place: number;
  readonly type: string;
  /** Keeps apart what its programs reach and leave. */
  readonly tenantKey: string;
  readonly properties: unknown;
  readonly taskRun: TaskRunInfo;
  readonly execution: RunContext<unknown>['execution'];
}

/** `look` to a worker: the code of a polling trigger. */
export interface LookRequest {
  readonly run: number;
  readonly type: string;
  readonly tenantKey: string;
  readonly properties: unknown;
  readonly trigger: TriggerInfo;
}

/** Of a task or a look; `stop` to a worker. */
export interface StopRequest {
  readonly run: number;
  readonly stop: Stop;
}

const level = z.enum(logLevels as readonly [LogLevel, ...LogLevel[]]);

export const logSchema = z.object({ run: z.number(), level, message: z.string() });

/** Of a reason why a look starts nothing: what is longer is of no use to anybody. */
export const maxReasonLength = 1_000;

export const explainSchema = z.object({ run: z.number(), reason: z.string().max(maxReasonLength) });

/** What a look that has found something answers. */
export const foundSchema = z.record(z.string(), z.unknown()).nullish();

export const metricSchema: z.ZodType<{ readonly run: number; readonly metric: Metric }> = z.object({
  run: z.number(),
  metric: z.object({
    name: z.string(),
    type: z.enum(['counter', 'timer', 'gauge']),
    value: z.number(),
    tags: z.record(z.string(), z.string()).optional(),
  }),
}) as never;

const label = z.object({ key: z.string(), value: z.string() });
const mayBeGiven = (labels: readonly Label[]): boolean => labelProblem(labels) === undefined;

/** What a run answers. */
export const resultSchema: z.ZodType<TaskResult<Readonly<Record<string, unknown>>>> = z.object({
  outputs: z.record(z.string(), z.unknown()).optional(),
  warning: z.boolean().optional(),
  update: z
    .object({
      labels: z
        .array(label)
        .refine(mayBeGiven, 'labels of the system are not given by tasks, nor labels of more than 2,000 bytes')
        .optional(),
      variables: z.record(z.string(), z.json()).optional(),
      unsetVariables: z.array(z.string()).optional(),
      exit: z.enum(stateNames.filter(isTerminal)).optional(),
    })
    .optional(),
}) as never;
