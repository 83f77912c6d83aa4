import type { ApiToken, User } from '@windhover/model';
import type { Permissions } from './permissions.ts';

/** Who makes a request, with what they may do where it goes. */
export interface Caller {
  readonly user: User;
  /** In the tenant that was entered; on instance-level routes, what is granted above the tenants. */
  readonly permissions: Permissions;
  readonly via: 'basic' | 'token' | 'session';
  /** Client address, for the audit log. */
  readonly address?: string | undefined;
  /** The token in use: what is made with it does not outlive it. */
  readonly token?: Pick<ApiToken, 'expiresAt' | 'extended' | 'maxAgeMs'> | undefined;
  /** Hash of the session in use: what survives a change of the own password. */
  readonly sessionHash?: string | undefined;
  readonly impersonatedBy?: string | undefined;
}

/** Use cases serve the API's callers and the commands that work on the store itself, which need no permission. */
export type Actor = Caller | 'command-line';

/** A task that acts on other things of its tenant: it is named in the audit log and may act where it was let in. */
export interface ActingTask {
  readonly task: TaskPlace;
  readonly permissions: Permissions;
}

export interface TaskPlace {
  readonly namespace: string;
  readonly flowId: string;
  /** Undefined for what a trigger does before there is one. */
  readonly executionId?: string | undefined;
}

/** Use cases on executions and triggers serve tasks, too; those on identities do not. */
export type AnyActor = Actor | ActingTask;

export function isTask(actor: AnyActor): actor is ActingTask {
  return actor !== 'command-line' && 'task' in actor;
}

/** The id that audit entries and revisions carry; undefined for commands and tasks. */
export function userIdOf(actor: AnyActor): string | undefined {
  return actor === 'command-line' || isTask(actor) ? undefined : actor.user.id;
}
