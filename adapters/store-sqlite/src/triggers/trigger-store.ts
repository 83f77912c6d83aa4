import type { QueryFilter, TenantKey, TriggerState } from '@windhover/model';
import type { TriggerStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import type { Reader } from '../reader.ts';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, scopeFilter, textFilter, toConditions, visibleIn, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step, type SqlValue } from '../step.ts';
import type { Row } from '../threads/reader-thread.ts';

export interface TriggerStoreDeps {
  readonly key: TenantKey;
  readonly points: PointReads;
  readonly reader: Reader;
  readonly systemNamespace: string;
}

const namespace = sql`namespace`;
const flowId = sql`flow_id`;
const triggerId = sql`trigger_id`;
const sortFields: SortFields = { triggerId, flowId, namespace, id: triggerId, nextExecutionDate: sql`next_at` };

const insert = `insert into triggers(next_at, disabled, updated_at, body, tenant_id, namespace, flow_id, trigger_id)
  values (?, ?, ?, ?, ?, ?, ?, ?)`;

export function triggerStore({ key, points, reader, systemNamespace }: TriggerStoreDeps): TriggerStore {
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
      const row = points.one(
        'select body from triggers where tenant_id = ? and namespace = ? and flow_id = ? and trigger_id = ?',
        key,
        ofNamespace,
        ofFlow,
        id,
      );
      return row && toTrigger(row);
    },

    async list(flow) {
      const where = flow === undefined ? '' : ' and namespace = ? and flow_id = ?';
      const rows = await reader.read({
        sql: `select body from triggers where tenant_id = ?${where} order by namespace, flow_id, trigger_id`,
        parameters: flow === undefined ? [key] : [key, flow.namespace, flow.flowId],
      });
      return rows.map(toTrigger);
    },

    search: (filters: readonly QueryFilter[], page, visible) =>
      readPage(
        reader,
        {
          columns: sql`body`,
          from: sql`triggers`,
          where: [sql`tenant_id = ${key}`, visibleIn(namespace, visible), ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, sql`trigger_id, flow_id, namespace`),
        },
        page,
        toTrigger,
      ),

    put: (trigger) => write(step(insert.replace('insert', 'insert or replace'), ...valuesOf(trigger))),

    replace: (trigger, readAt) => {
      const refusal = { thing: 'Trigger', id: `${trigger.namespace}.${trigger.flowId}.${trigger.triggerId}` };
      if (readAt === undefined) return write(changing(refusal, insert, ...valuesOf(trigger)));
      const text = `update triggers set next_at = ?, disabled = ?, updated_at = ?, body = ?
        where tenant_id = ? and namespace = ? and flow_id = ? and trigger_id = ? and updated_at = ?`;
      return write(changing(refusal, text, ...valuesOf(trigger), readAt));
    },

    delete: (ofNamespace, ofFlow, id) =>
      write(
        step(
          'delete from triggers where tenant_id = ? and namespace = ? and flow_id = ? and trigger_id = ?',
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
