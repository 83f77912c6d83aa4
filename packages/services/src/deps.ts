/** What use cases are given. One object, made in `apps/cli` (or `testing`), handed down; nothing is global. */
import type { PermissionMap, PluginCatalog, TenancySettings } from '@windhover/model';
import type { CrashAt, FileStore, SecretBackend, Store, Transport } from '@windhover/ports';
import type { InstanceIsolation, ServiceName } from './backends/service-access.ts';
import type { TenantBackends } from './backends/tenant-backends.ts';
import type { TenantRecords } from './backends/tenant-records.ts';
import type { ExecutionHost } from './executions/execution-host.ts';
import type { StorageUse } from './files/storage-use.ts';
import type { Sweeps } from './files/sweeps.ts';
import type { NamespaceStorage } from './files/tenant-files.ts';
import type { FlowCache } from './flows/flow-cache.ts';
import type { LogVolume } from './limits/log-volume.ts';
import type { TenantLimits } from './limits/tenant-limits.ts';
import type { EnvironmentSecrets } from './secrets/environment-secrets.ts';
import type { Ciphers } from './secrets/tenant-cipher.ts';
import type { TaskServicesSource } from './task-services/task-owner.ts';
import type { TriggerHistory } from './triggers/trigger-history.ts';

export interface Clock {
  /** Wall time in epoch milliseconds: it may step, so it is for dates only. */
  now(): number;
  /** Milliseconds since an arbitrary start; never goes back, never steps: for how long something lasts. */
  monotonic(): number;
}

export interface Ids {
  /** A new time-ordered id: 22 base-62 characters. */
  next(): string;
  /** Cryptographically random bytes. */
  random(length: number): Uint8Array;
}

/** The parts of the configuration that use cases obey; every field has its default filled in. */
export interface ServiceSettings {
  readonly tenancy: TenancySettings;
  readonly passwordPolicy: PasswordPolicy;
  readonly lockOut: { readonly threshold: number; readonly windowMs: number; readonly lockMs: number };
  readonly session: { readonly idleMs: number; readonly absoluteMs: number };
  /** Secrets given to the instance in its environment, for the tenants that may see them. */
  readonly environmentSecrets?: EnvironmentSecrets | undefined;
  /** Whether the instance's secrets are changed by others alone. */
  readonly secretsReadOnly?: boolean | undefined;
  /** Services that are kept away from secrets or files of all tenants. */
  readonly isolation?: InstanceIsolation | undefined;
  /** 32 bytes; undefined when encryption is not configured. */
  readonly encryptionKey: Uint8Array | undefined;
  readonly variables: {
    readonly globals: Readonly<Record<string, unknown>>;
    /** Environment variables that flows see as `envs.*`: prefix cut, lower case. */
    readonly envs: Readonly<Record<string, string>>;
  };
  /** Whether what a template gives is rendered again, until nothing is left to render. */
  readonly recursiveRendering: boolean;
  /** What each tenant may have at most, unless its settings say otherwise. Default: no limits. */
  readonly limits?: TenantLimits | undefined;
  /** How much stays of what was there before. */
  readonly kept: KeptAmounts;
  /** Zone of schedules that name none. Default UTC. */
  readonly timeZone?: string | undefined;
  readonly url: string | undefined;
  readonly systemNamespace: string;
  readonly hiddenLabelPrefixes: readonly string[];
  /** Ceiling of a token's life; undefined: none. */
  readonly apiTokenMaxAgeMs?: number | undefined;
  /** Characters that keys of webhooks need in flows that are saved; undefined: short ones get a warning. */
  readonly minWebhookKeyLength?: number | undefined;
  /** How long an invitation can be taken. Default 7 days. */
  readonly invitationLifeMs?: number | undefined;
  /** Superadmin made or refreshed at start, Admin in the tenants listed. */
  readonly superAdmin?:
    | {
        readonly username: string;
        readonly password?: string | undefined;
        readonly tenantAdminAccess: readonly string[];
      }
    | undefined;
  /** The single account of the configuration file. */
  readonly basicAuth?: { readonly username?: string | undefined; readonly password?: string | undefined } | undefined;
  /** Dotted path of the claim that lists a person's groups; undefined: providers of single sign-on say nothing of groups. */
  readonly groupsClaimPath?: string | undefined;
  /** Role given to new users: in its tenant, or in each tenant that they get access to. */
  readonly defaultRole?:
    | {
        readonly name: string;
        readonly description?: string | undefined;
        readonly permissions: PermissionMap;
        readonly tenantId?: string | undefined;
      }
    | undefined;
}

export interface KeptAmounts {
  /** Revisions of each file of a namespace, at least 1: what it is now counts. */
  readonly fileRevisions: number;
  /** Files of a namespace that were deleted, the last ones, with their revisions. */
  readonly deletedFiles: number;
  /** Values of each key, at least 1: what it is now counts. */
  readonly kvRevisions: number;
  /** Values of each secret, at least 1: the present one counts. */
  readonly secretVersions: number;
  /** Evaluations of each trigger, at least 1; those that went alike one after the other count as one. */
  readonly triggerEvaluations: number;
}

export interface PasswordPolicy {
  readonly minLength: number;
  readonly requireSpecial: boolean;
  readonly minDigits: number;
  readonly minLowerCase: number;
  readonly minUpperCase: number;
  readonly allowedSpecialCharacters: string;
  readonly regexp?: string | undefined;
}

export interface Backends {
  /** Undefined stands for the store: secrets lie there, sealed. */
  readonly secrets: TenantBackends<SecretBackend | undefined>;
  readonly files: TenantBackends<FileStore>;
}

export interface Deps {
  readonly store: Store;
  /** Internal storage, in whatever backend the namespace has. */
  readonly files: NamespaceStorage;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly settings: ServiceSettings;
  readonly catalog: PluginCatalog;
  readonly host: ExecutionHost;
  /** Seals what must not be read from a copy of the store: secrets, SECRET inputs. */
  readonly ciphers: Ciphers;
  /** Where secrets and files of each tenant and namespace are kept. */
  readonly backends: Backends;
  readonly tenantRecords: TenantRecords;
  readonly storageUse: StorageUse;
  readonly logVolume: LogVolume;
  /** Of triggers that are asked by what happens. */
  readonly triggerHistory: TriggerHistory;
  /** When contents of files are looked through for those that nobody names. */
  readonly contentSweeps: Sweeps;
  /** Who acts, for tenants that keep a service away; undefined: whoever is never kept away. */
  readonly service?: ServiceName | undefined;
  /** What templates of tasks and triggers reach in their tenant. */
  readonly taskServices: TaskServicesSource;
  /** Parsed revisions, shared by all that load flows; without it every load parses. */
  readonly flowCache?: FlowCache | undefined;
  /** Told what failed in a call that was answered all the same. */
  readonly onProblem?: ((what: string, error: unknown) => void) | undefined;
  /** For tests of recovery. Absent: nothing dies. */
  readonly crashAt?: CrashAt | undefined;
}
