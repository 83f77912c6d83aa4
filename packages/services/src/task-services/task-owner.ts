import type { ContextFunction } from '@windhover/expressions';
import type { TenantKey } from '@windhover/model';

/** For whom a template is rendered or a service is called: everything is looked up in this tenant and namespace. */
export interface TaskOwner {
  readonly tenantKey: TenantKey;
  /** The tenant's public id; undefined for the default tenant. */
  readonly tenantId: string | undefined;
  readonly namespace: string;
  readonly flowId: string;
  /** Undefined for a trigger, which starts one. */
  readonly executionId?: string | undefined;
  /** Hides a value (a secret that was read) in all that the run logs and shows from now on; awaited before it is used. */
  mask(value: string): Promise<void> | void;
}

/** What templates and tasks reach beyond their execution: secrets, key/value pairs, namespace files … */
export interface TaskServicesSource {
  /** Functions of templates with effects outside (`secret`, `kv` …), by name. */
  functions(owner: TaskOwner): Readonly<Record<string, ContextFunction>>;
  /** `context.services.call(name, args)` of a task. */
  call(owner: TaskOwner, name: string, args: Readonly<Record<string, unknown>>): Promise<unknown>;
}
