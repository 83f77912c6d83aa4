/** Shapes of the API's JSON as the pages read it. */
import type { Client } from '@windhover/contract';
import type { Json, JsonObject, StateName } from '@windhover/model';

/** What a call of the contract answers. Only types: the contract's own code would double the first page. */
export type Reply<
  Group extends Exclude<keyof Client, 'forTenant'>,
  Call extends keyof Client[Group],
> = Client[Group][Call] extends (...input: never[]) => Promise<infer Answer> ? Answer : never;

export interface Page<T> {
  readonly results: readonly T[];
  readonly total: number;
  /** When the search ended before the list did: date and time of the first that it did not look at. */
  readonly searchedTo?: string;
}

export interface WireLabel {
  readonly key: string;
  readonly value: string;
}

export interface WireState {
  readonly current: StateName;
  readonly startDate: string;
  readonly endDate?: string;
  readonly duration?: string;
  readonly histories: readonly { readonly state: StateName; readonly date: string }[];
}

export interface WireAttempt {
  readonly state: WireState;
  /** Its log, where that is a file. */
  readonly logFile?: string;
}

export interface WireTaskRun {
  readonly id: string;
  readonly taskId: string;
  readonly parentTaskRunId?: string;
  readonly value?: string;
  readonly iteration?: number;
  readonly state: WireState;
  readonly attempts?: readonly WireAttempt[];
  readonly outputs?: JsonObject;
}

export interface WireLoopItem {
  readonly index: number;
  readonly key?: string;
  readonly value: string;
}

/** Which iteration of which Loop an execution is. */
export interface WireLoopRun extends WireLoopItem {
  readonly parent: { readonly id: string; readonly namespace: string; readonly flowId: string };
  readonly taskId: string;
  readonly taskRunId: string;
}

/** A row of a list of executions. */
export interface WireExecutionRow {
  readonly id: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly flowRevision: number;
  readonly state: WireState;
  readonly labels?: readonly WireLabel[];
  readonly inputs?: JsonObject;
  readonly outputs?: JsonObject;
  readonly trigger?: { readonly id: string; readonly type: string; readonly variables?: JsonObject };
  readonly parentId?: string;
  readonly originalId?: string;
  readonly kind?: string;
  readonly loopRun?: WireLoopRun;
  readonly scheduleDate?: string;
}

export interface WireExecution extends WireExecutionRow {
  readonly taskRunList?: readonly WireTaskRun[];
  /** Present when there are more task runs than the reply holds. */
  readonly taskRunCount?: number;
  readonly variables?: JsonObject;
  readonly metadata?: { readonly attemptNumber: number; readonly originalCreatedDate: string };
  readonly url?: string;
}

export type LogLevel = 'ERROR' | 'WARN' | 'INFO' | 'DEBUG' | 'TRACE';

export interface WireLog {
  readonly timestamp: string;
  readonly level: LogLevel;
  readonly message: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly executionId?: string;
  readonly taskId?: string;
  readonly taskRunId?: string;
  readonly triggerId?: string;
  /** From 0. */
  readonly attemptNumber?: number;
  readonly thread?: string;
}

export interface WireInput {
  readonly id: string;
  readonly type: string;
  readonly displayName?: string;
  readonly description?: string;
  readonly required?: boolean;
  readonly defaults?: Json;
  readonly prefill?: Json;
  readonly values?: readonly string[];
  readonly options?: readonly string[];
  readonly isRadio?: boolean;
  readonly allowCustomValue?: boolean;
  readonly itemType?: string;
  readonly min?: number | string;
  readonly max?: number | string;
  readonly allowedFileExtensions?: readonly string[];
  readonly inputs?: readonly WireInput[];
  /** Of REUSABLE_INPUTS. */
  readonly ref?: string;
  readonly namespace?: string;
  /** Of an OBJECT; a list where they have types. */
  readonly properties?: readonly WireInput[] | JsonObject;
  /** Of a TABLE. */
  readonly columns?: readonly WireInput[];
  readonly dependsOn?: { readonly inputs: readonly string[]; readonly condition?: string };
}

export interface WireTask {
  readonly id: string;
  readonly type: string;
  readonly tasks?: readonly WireTask[];
}

export interface WireTriggerDefinition {
  readonly id: string;
  readonly type: string;
  readonly description?: string;
  readonly disabled?: boolean;
  /** Of a webhook: what its URL ends with; may be an expression. */
  readonly key?: string;
  /** Of a tool for agents: its name, and where they find it. */
  readonly toolName?: string;
  readonly mcpServer?: string;
}

export interface WireFlow {
  readonly id: string;
  readonly namespace: string;
  readonly revision: number;
  readonly description?: string;
  readonly labels?: readonly WireLabel[];
  readonly inputs?: readonly WireInput[];
  readonly tasks?: readonly WireTask[];
  readonly triggers?: readonly WireTriggerDefinition[];
  readonly concurrency?: { readonly limit: number; readonly behavior?: 'QUEUE' | 'CANCEL' | 'FAIL' };
  readonly disabled?: boolean;
  readonly draft?: boolean;
  readonly deleted?: boolean;
  readonly source?: string;
  readonly updated?: string;
  /** Set when the stored source can no longer be read. */
  readonly exception?: string;
}

/** What is wrong or noteworthy in a source; without a place where only the text of it is known. */
export type WireFlowProblem = Pick<WireValidation['problems'][number], 'message'> &
  Partial<WireValidation['problems'][number]>;

/** What the server says of one document of a source; `constraints` only when it is invalid. */
export type WireValidation = Reply<'flows', 'validate'>[number];

export type WireTenant = Reply<'tenants', 'get'>;

/** A tenant as `/me` lists it; the default tenant has no id. */
export type MyTenant = Me['tenants'][number];

export type Me = Reply<'me', 'get'>;

export type AuthMethods = Reply<'auth', 'methods'>;

export type SignedOut = Reply<'auth', 'logout'>;

export type Configs = Reply<'configs', 'get'>;

export type PasswordConfiguration = Configs['passwordConfiguration'];

export type SetupState = Reply<'setup', 'get'>;

/** The permissions that a person holds in a tenant, and where each comes from. */
export type TenantAccess = Reply<'tenantAccess', 'get'>;
