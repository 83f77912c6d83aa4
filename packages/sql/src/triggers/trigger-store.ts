import type { TriggerState } from '@windhover/model';
import type { TriggerStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import {
  anyContains,
  scopeFilter,
  textFilter,
  timeFilter,
  toConditions,
  visibleIn,
  type FilterFields,
} from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step, type SqlStep } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const namespace = sql`namespace`;
const flowId = sql`flow_id`;
const triggerId = sql`trigger_id`;
// What has no date to come is the last, whichever date it once had.
const nextDate = sql`case when disabled <> 0 or next_at is null then 9007199254740991 else next_at end`;

export function triggerStore({ tenant, reads, dialect, systemNamespace, write }: ScopeDeps): TriggerStore {
  const lastDate = sql`cast(${dialect.json(sql`body`)} ->> 'date' as bigint)`;
  const sortFields: SortFields = {
    triggerId,
    flowId,
    namespace,
    id: triggerId,
    nextExecutionDate: nextDate,
    nextEvaluationDate: nextDate,
    lastTriggeredDate: sql`coalesce(${lastDate}, 0)`,
  };
  const filterFields: FilterFields = {
    q: anyContains([triggerId, flowId, namespace]),
    query: anyContains([triggerId, flowId, namespace]),
    namespace: textFilter(namespace),
    flowId: textFilter(flowId),
    triggerId: textFilter(triggerId),
    scope: scopeFilter(namespace, systemNamespace),
    triggerState: textFilter(sql`case when disabled <> 0 then 'DISABLED' else 'ENABLED' end`),
    nextExecutionDate: timeFilter(sql`next_at`),
    lastTriggeredDate: timeFilter(lastDate),
  };
  const itself = (ofNamespace: string, ofFlow: string, id: string): Sql =>
    sql`tenant_id = ${tenant} and namespace = ${ofNamespace} and flow_id = ${ofFlow} and trigger_id = ${id}`;
  const insert = (trigger: TriggerState): Sql =>
    sql`insert into triggers(tenant_id, namespace, flow_id, trigger_id, next_at, disabled, updated_at, body)
      values (${tenant}, ${trigger.namespace}, ${trigger.flowId}, ${trigger.triggerId}, ${trigger.nextAt ?? null},
        ${Number(trigger.disabled)}, ${trigger.updatedAt}, ${JSON.stringify(trigger)})`;
  const stepsToForget = (which: Sql): readonly SqlStep[] => [
    step(sql`delete from triggers where ${which}`),
    step(sql`delete from trigger_evaluations where ${which}`),
  ];

  return {
    async find(ofNamespace, ofFlow, id) {
      const row = await reads.one(sql`select body from triggers where ${itself(ofNamespace, ofFlow, id)}`);
      return row && fromBody<TriggerState>(row);
    },

    async list(flow) {
      const ofFlow = flow === undefined ? sql`` : sql`and namespace = ${flow.namespace} and flow_id = ${flow.flowId}`;
      const rows = await reads.list(
        sql`select body from triggers where tenant_id = ${tenant} ${ofFlow} order by namespace, flow_id, trigger_id`,
      );
      return rows.map(fromBody<TriggerState>);
    },

    search: (filters, page, visible) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`triggers`,
          where: [
            sql`tenant_id = ${tenant}`,
            visibleIn(namespace, visible),
            ...toConditions(filters, filterFields, dialect),
          ],
          orderBy: orderOf(page.sort, sortFields, sql`trigger_id, flow_id, namespace`),
        },
        page,
        fromBody<TriggerState>,
      ),

    put: (trigger) =>
      write(
        step(
          sql`${insert(trigger)} on conflict(tenant_id, namespace, flow_id, trigger_id) do update set
            next_at = excluded.next_at, disabled = excluded.disabled, updated_at = excluded.updated_at,
            body = excluded.body`,
        ),
      ),

    replace(trigger, readAt) {
      const refusal = { thing: 'Trigger', id: `${trigger.namespace}.${trigger.flowId}.${trigger.triggerId}` };
      if (readAt === undefined) return write(changing(refusal, insert(trigger)));
      return write(
        changing(
          refusal,
          sql`update triggers set next_at = ${trigger.nextAt ?? null}, disabled = ${Number(trigger.disabled)},
              updated_at = ${trigger.updatedAt}, body = ${JSON.stringify(trigger)}
            where ${itself(trigger.namespace, trigger.flowId, trigger.triggerId)} and updated_at = ${readAt}`,
        ),
      );
    },

    delete: (ofNamespace, ofFlow, id) => write(...stepsToForget(itself(ofNamespace, ofFlow, id))),

    deleteOfFlow(ofNamespace, ofFlow) {
      const which = sql`tenant_id = ${tenant} and namespace = ${ofNamespace} and flow_id = ${ofFlow}`;
      return write(...stepsToForget(which), step(sql`delete from trigger_windows where ${which}`));
    },
  };
}
