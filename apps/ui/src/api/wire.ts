/** Shapes of the API's JSON as the pages read it. */
import type { Json, JsonObject, PermissionMap, StateName } from '@windhover/model';

export interface Page<T> {
  readonly results: readonly T[];
  readonly total: number;
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
  readonly dependsOn?: { readonly inputs: readonly string[]; readonly condition?: string };
}

export interface WireTask {
  readonly id: string;
  readonly type: string;
  readonly tasks?: readonly WireTask[];
}

export interface WireFlow {
  readonly id: string;
  readonly namespace: string;
  readonly revision: number;
  readonly description?: string;
  readonly labels?: readonly WireLabel[];
  readonly inputs?: readonly WireInput[];
  readonly tasks?: readonly WireTask[];
  readonly triggers?: readonly { readonly id: string; readonly type: string; readonly disabled?: boolean }[];
  readonly disabled?: boolean;
  readonly draft?: boolean;
  readonly deleted?: boolean;
  readonly source?: string;
  readonly updated?: string;
  /** Set when the stored source can no longer be read. */
  readonly exception?: string;
}

export interface WireFlowProblem {
  readonly message: string;
  readonly severity?: 'error' | 'warning' | 'info';
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** What to do about it, as a sentence. */
  readonly remedy?: string;
}

/** What the server says of one document of a source; `constraints` only when it is invalid. */
export interface WireValidation {
  readonly index: number;
  readonly constraints?: string;
  readonly warnings?: readonly string[];
  readonly infos?: readonly string[];
  readonly deprecationPaths?: readonly string[];
  readonly problems?: readonly WireFlowProblem[];
}

export interface WireTenant {
  readonly id: string;
  readonly name: string;
  readonly deleted?: boolean;
  readonly status?: string;
}

/** A tenant as `/me` lists it; the default tenant has no id. */
export interface MyTenant {
  readonly id?: string;
  readonly name: string;
  readonly logo?: string;
}

export interface Me {
  readonly id: string;
  readonly superAdmin: boolean;
  readonly restricted?: boolean;
  readonly profile: {
    readonly username: string;
    readonly email?: string;
    readonly firstName?: string;
    readonly lastName?: string;
  };
  readonly tenants: readonly MyTenant[];
  /** What the person may do above the tenants, e.g. `{ TENANT: ['CREATE'] }`. */
  readonly instancePermissions?: PermissionMap;
  readonly impersonatedBy?: string;
}

export interface Configs {
  readonly version: string;
  readonly environment?: { readonly name?: string; readonly color?: string };
  readonly tenants?: { readonly enabled: boolean; readonly defaultTenant: boolean };
  readonly hiddenLabelsPrefixes?: readonly string[];
  readonly passwordConfiguration?: PasswordConfiguration;
}

export interface PasswordConfiguration {
  readonly minLength: number;
  readonly requireSpecial: boolean;
  readonly minDigits: number;
  readonly minLowerCase: number;
  readonly minUpperCase: number;
  readonly allowedSpecialCharacters: string;
}

export interface SetupState {
  readonly done: boolean;
  readonly repositoryType?: string;
  readonly queueType?: string;
  readonly storageType?: string;
  readonly secretType?: string;
  readonly tenants?: { readonly enabled: boolean; readonly defaultTenant: boolean };
  readonly tokenRequired?: boolean;
  readonly passwordConfiguration?: PasswordConfiguration;
}

/** The permissions that a person holds in a tenant, and where each comes from. */
export interface TenantAccess {
  readonly userId: string;
  readonly roles: readonly {
    readonly id: string;
    readonly name: string;
    readonly namespace?: string;
    readonly permissions: readonly { readonly resource: string; readonly actions: readonly string[] }[];
  }[];
}
