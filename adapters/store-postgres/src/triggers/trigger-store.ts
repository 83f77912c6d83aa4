import type { QueryFilter, TenantKey, TriggerState } from '@windhover/model';
import type { TriggerStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, scopeFilter, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row, SqlValue } from '../connection/statement.ts';

export interface TriggerStoreDeps {
  readonly key: TenantKey;
  readonly reads: Reads;
  readonly systemNamespace: string;
}

const namespace = sql`namespace`;
const flowId = sql`flow_id`;
const triggerId = sql`trigger_id`;
const sortFields: SortFields = {
  triggerId,
  flowId,
  namespace,
  id: triggerId,
  nextExecutionDate: sql`coalesce(next_at, 0)`,
};

const insert = `insert into triggers(next_at, disabled, updated_at, body, tenant_id, namespace, flow_id, trigger_id)
  values ($1, $2, $3, $4, $5, $6, $7, $8)`;
const replacing = `on conflict(tenant_id, namespace, flow_id, trigger_id) do update set next_at = excluded.next_at,
  disabled = excluded.disabled, updated_at = excluded.updated_at, body = excluded.body`;

export function triggerStore({ key, reads, systemNamespace }: TriggerStoreDeps): TriggerStore {
  const write = scopeWrites(key);
  const valuesOf = (trigger: TriggerState): readonly SqlValue[] => [
    trigger.nextAt ?? null,
    Number(trigger.disabled),
    trigger.updatedAt,
    JSON.stringify(trigger),
    key,
    trigger.namespace,
    trigger.flowId,
    trigger.triggerId,
  ];
  const filterFields: FilterFields = {
    q: anyContains([triggerId, flowId, namespace]),
    query: anyContains([triggerId, flowId, namespace]),
    namespace: textFilter(namespace),
    flowId: textFilter(flowId),
    triggerId: textFilter(triggerId),
    scope: scopeFilter(namespace, systemNamespace),
  };
  return {
    async find(ofNamespace, ofFlow, id) {
      const row = await reads.one(
        'select body from triggers where tenant_id = $1 and namespace = $2 and flow_id = $3 and trigger_id = $4',
        key,
        ofNamespace,
        ofFlow,
        id,
      );
      return row && toTrigger(row);
    },

    async list(flow) {
      const where = flow === undefined ? '' : ' and namespace = $2 and flow_id = $3';
      const rows = await reads.list(
        `select body from triggers where tenant_id = $1${where} order by namespace, flow_id, trigger_id`,
        ...(flow === undefined ? [key] : [key, flow.namespace, flow.flowId]),
      );
      return rows.map(toTrigger);
    },

    search: (filters: readonly QueryFilter[], page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`triggers`,
          where: [sql`tenant_id = ${key}`, visibleIn(namespace, visible), ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, sql`trigger_id, flow_id, namespace`),
        },
        page,
        toTrigger,
      ),

    put: (trigger) => write(step(`${insert} ${replacing}`, ...valuesOf(trigger))),

    replace: (trigger, readAt) => {
      const refusal = { thing: 'Trigger', id: `${trigger.namespace}.${trigger.flowId}.${trigger.triggerId}` };
      if (readAt === undefined) return write(changing(refusal, insert, ...valuesOf(trigger)));
      const text = `update triggers set next_at = $1, disabled = $2, updated_at = $3, body = $4
        where tenant_id = $5 and namespace = $6 and flow_id = $7 and trigger_id = $8 and updated_at = $9`;
      return write(changing(refusal, text, ...valuesOf(trigger), readAt));
    },

    delete: (ofNamespace, ofFlow, id) =>
      write(
        step(
          'delete from triggers where tenant_id = $1 and namespace = $2 and flow_id = $3 and trigger_id = $4',
          key,
          ofNamespace,
          ofFlow,
          id,
        ),
      ),
  };
}

function toTrigger(row: Row): TriggerState {
  return JSON.parse(row['body'] as string) as TriggerState;
}
