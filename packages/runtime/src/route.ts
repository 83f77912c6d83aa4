/** The way to executions wherever they live: in this process, or with another one that shares the shards. */
import type { Event } from '@windhover/engine';
import type { Execution, TenantKey } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { CreateExecution } from '@windhover/services';
import type { Background } from './background.ts';
import { findCreated, findFirst } from './create-once.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Mail } from './envelope.ts';
import type { Executor } from './executor.ts';
import type { Limits } from './limits.ts';
import type { Addressed, MailOut } from './mail-out.ts';
import { shardForNew } from './shard-of.ts';

/** A request of which is known where the execution will live. */
export type PlacedExecution = CreateExecution & { readonly livesIn: number; readonly mail?: Mail | undefined };

export interface Route {
  /** Resolves after the commit. A repeat of an idempotency key answers the first execution. */
  create(request: CreateExecution): Promise<Execution>;
  /** Resolves after the commit; undefined when the tenant has no such execution. */
  send(tenantKey: TenantKey, executionId: string, event: Event): Promise<Execution | undefined>;
  /** From an execution in `shard` to another one: nobody waits for the commit, and it is not lost with this process. */
  tell(shard: number, to: { readonly tenantKey: TenantKey; readonly executionId: string }, event: Event): void;
}

export interface RouteParts {
  readonly deps: Pick<RuntimeDeps, 'store'>;
  readonly limits: Limits;
  readonly mail: MailOut;
  readonly background: Background;
  executor(): Executor;
}

export function createRoute({ deps, limits, mail, background, executor }: RouteParts): Route {
  const { shards } = deps.store;
  const isAlone = shards.shards.length === 1;

  return {
    async create(request) {
      const { tenantKey, flow, executionId, loopRun, parentId } = request;
      const reading = limits.ready(tenantKey, flow);
      if (reading !== undefined) await reading;
      const isPart = loopRun !== undefined && parentId === undefined;
      const isLimited = !isPart && limits.of(tenantKey, flow).length > 0;
      const livesIn = shardForNew(request, isLimited, shards.shards.length);
      if (executor().owns(livesIn)) return executor().create({ ...request, livesIn });
      const before = await findFirst(deps.store, request);
      if (before !== undefined) return before;
      await mail.send(toMail(request, livesIn));
      const created = await findCreated(deps.store, request);
      if (created === undefined) {
        throw new Error(`Execution '${executionId}' could not be started by the server that was to serve it`);
      }
      return created;
    },

    async send(tenantKey, executionId, event) {
      if (isAlone || executor().find(executionId) !== undefined) {
        return executor().send(tenantKey, executionId, event);
      }
      const row = await shards.findExecution(tenantKey, executionId);
      if (row === undefined) return undefined;
      if (executor().owns(row.shard)) return executor().send(tenantKey, executionId, event);
      await mail.send({ shard: row.shard, tenantKey, executionId, letter: { kind: 'event', event } });
      const after = await shards.findExecution(tenantKey, executionId);
      return after && toExecution(after);
    },

    tell(shard, to, event) {
      if (isAlone || executor().find(to.executionId)?.shard === shard) return executor().post(to, event);
      background.run(`tell execution '${to.executionId}' of another one`, tellElsewhere(shard, to, event));
    },
  };

  function tellElsewhere(
    shard: number,
    to: { readonly tenantKey: TenantKey; readonly executionId: string },
    event: Event,
  ): Promise<void> {
    return mail.post(async () => {
      const row = await shards.findExecution(to.tenantKey, to.executionId);
      // In the same shard both are loaded together, and the one derives again what the other must hear
      if (row?.shard === shard) executor().post(to, event);
      if (row === undefined || row.shard === shard) return undefined;
      return { ...to, shard: row.shard, letter: { kind: 'event', event } };
    });
  }
}

function toMail({ flow, tenantKey, executionId, ...request }: CreateExecution, shard: number): Addressed {
  const { namespace, id, revision, templates } = flow;
  const ref = { namespace, id, revision, ...(templates === undefined ? undefined : { templates }) };
  const letter = { kind: 'create', request, flow: ref } as const;
  return { shard, tenantKey, executionId, letter };
}
