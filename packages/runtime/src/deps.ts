/** What the loops are given; made in `apps/cli` or `testing`. */
import type { Confinements, Flow, TemplateRef, TenantKey, TenantRef } from '@windhover/model';
import type { AnyTask, AnyTrigger } from '@windhover/plugin-sdk';
import type { CrashAt, Store, TakesShare, Transport } from '@windhover/ports';
import type {
  Ciphers,
  Clock,
  ExecutionHost,
  Ids,
  LogVolume,
  Meters,
  NamespaceStorage,
  TaskServicesSource,
  TenantHttp,
  TriggerHistory,
} from '@windhover/services';

/** Time that can be waited for. */
export interface RuntimeClock extends Clock {
  /** Calls `run` once, `delayMs` from now (any length, 0 for the next turn); the answer cancels it. */
  after(delayMs: number, run: () => void): () => void;
}

/** Saved flows, parsed. The same revision answers the same object while it is cached: compiled flows hang on it. */
export interface FlowSource {
  /**
   * Without `revision` the newest one, disabled ones included; undefined when there is none or it was deleted. With the
   * templates that an execution of it began with; absent: with the newest of each.
   */
  find(
    tenantKey: TenantKey,
    namespace: string,
    flowId: string,
    revision?: number,
    templates?: readonly TemplateRef[],
  ): Promise<Flow | undefined>;
}

/** Task code by canonical type name or alias. */
export interface TaskRegistry {
  find(type: string): AnyTask | undefined;
}

/** Code of polling triggers by canonical type name. */
export interface TriggerRegistry {
  find(type: string): AnyTrigger | undefined;
}

export interface RuntimeSettings {
  /** Roots that every template sees. */
  readonly variables: {
    readonly globals: Readonly<Record<string, unknown>>;
    readonly envs: Readonly<Record<string, string>>;
  };
  /** Whether what a template gives is rendered again, until nothing is left to render. */
  readonly recursiveRendering: boolean;
  /** `kestra.url` and `kestra.environment`. */
  readonly url: string | undefined;
  readonly environment: string | undefined;
  /** Tasks that run at the same time. */
  readonly workerThreads: number;
  /** Where working directories are made. */
  readonly tmpDir: string;
  /** How long a killed task may take before it is given up. */
  readonly killGraceMs: number;
  /** Largest outputs of one task run as JSON text; more fails the task. */
  readonly maxOutputsBytes: number;
  /** Longest log message; the rest is cut. */
  readonly maxMessageLength: number;
  /** Of the program. */
  readonly version: string;
  /** How long a worker that is not heard of keeps what it runs, and how often it must be heard. */
  readonly workerLease: { readonly leaseMs: number; readonly beatMs: number };
}

export interface TriggerSettings {
  readonly types: TriggerRegistry;
  /** Tenants whose triggers count: active ones, and the default tenant where there is one. */
  tenants(): Promise<readonly TenantRef[]>;
  /** Zone of schedules that name none, and of the days of time windows. */
  readonly timeZone: string;
  /** What schedules do with missed dates that do not say it themselves. */
  readonly recoverMissed: 'ALL' | 'LAST' | 'NONE';
  /** How many entries the history of a trigger has at most. */
  readonly keptEvaluations: number;
  /** Of flow triggers. */
  readonly history: TriggerHistory;
}

/** Something went wrong that no caller waits for. */
export interface RuntimeProblem {
  readonly message: string;
  readonly cause: unknown;
  readonly executionId?: string;
  /** Nothing is wrong with the server: what a tenant asked for does not work. */
  readonly isWarning?: boolean;
}

export interface RuntimeDeps {
  readonly store: Store;
  readonly files: NamespaceStorage;
  readonly transport: Transport;
  readonly clock: RuntimeClock;
  readonly ids: Ids;
  readonly flows: FlowSource;
  readonly tasks: TaskRegistry;
  readonly taskServices: TaskServicesSource;
  /** Through which tasks and triggers reach servers outside. */
  readonly http: Pick<TenantHttp, 'of'>;
  /** Absent: tasks log as much as they like. */
  readonly logVolume?: LogVolume | undefined;
  /** In which script tasks start programs. */
  readonly confinement: Confinements;
  /** Opens SECRET inputs for tasks and seals those of children; undefined when no encryption is configured. */
  readonly ciphers?: Ciphers | undefined;
  /** Absent: no trigger is served here. */
  readonly triggers?: TriggerSettings | undefined;
  /** Whether executions are served here. */
  readonly takesShare: TakesShare;
  readonly settings: RuntimeSettings;
  /** Absent: nothing is counted. */
  readonly meters?: Meters | undefined;
  /** For tests of recovery; see crash-points.ts. Absent: nothing dies. */
  readonly crashAt?: CrashAt | undefined;
  report(problem: RuntimeProblem): void;
}

/** Figures of this moment. */
export interface RuntimeStatistics {
  readonly liveExecutions: number;
  readonly runningJobs: number;
  /** Jobs that wait for a free slot, by tenant; tenants without any are left out. */
  readonly waitingJobs: ReadonlyMap<TenantKey, number>;
  readonly slots: number;
}

export interface Runtime {
  readonly host: ExecutionHost;
  statistics(): RuntimeStatistics;
  /**
   * Takes no new work, lets running tasks end for at most `graceMs`, records each result, then hands the rest back.
   * Idempotent.
   */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** Takes the shards, loads what had not ended, continues it, and serves the host. Resolves once all of it is loaded. */
export type StartRuntime = (deps: RuntimeDeps) => Promise<Runtime>;
