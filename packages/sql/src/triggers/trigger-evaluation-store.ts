import type { TriggerEvaluations } from '@windhover/model';
import type { TriggerEvaluationStore, TriggerOf } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { readPage } from '../search/page.ts';
import { changing, step, type SqlStep } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function triggerEvaluationStore({ tenant, reads, dialect, write }: ScopeDeps): TriggerEvaluationStore {
  const ofFlow = ({ namespace, flowId }: Omit<TriggerOf, 'triggerId'>): Sql =>
    sql`tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${flowId}`;
  const of = (trigger: TriggerOf): Sql => sql`${ofFlow(trigger)} and trigger_id = ${trigger.triggerId}`;
  /** One step in the index: what an evaluation costs does not depend on how many are kept. */
  const newest = (trigger: TriggerOf): Sql => sql`(select max(number) from trigger_evaluations where ${of(trigger)})`;
  const isNewest = (trigger: TriggerOf): Sql => sql`${of(trigger)} and number = ${newest(trigger)}`;
  const insert = (trigger: TriggerOf, evaluations: TriggerEvaluations): Sql =>
    sql`insert into trigger_evaluations(tenant_id, namespace, flow_id, trigger_id, number, body)
      select ${tenant}, ${trigger.namespace}, ${trigger.flowId}, ${trigger.triggerId},
        coalesce(${newest(trigger)}, 0) + 1, ${JSON.stringify(evaluations)}`;
  const replace = (trigger: TriggerOf, evaluations: TriggerEvaluations): Sql =>
    sql`update trigger_evaluations set body = ${JSON.stringify(evaluations)} where ${isNewest(trigger)}`;
  const prune = (trigger: TriggerOf, kept: number): SqlStep =>
    step(sql`delete from trigger_evaluations where ${of(trigger)} and number <= ${newest(trigger)} - ${kept}`);
  return {
    search: (trigger, page) =>
      readPage(
        reads,
        { columns: sql`body`, from: sql`trigger_evaluations`, where: [of(trigger)], orderBy: sql`number desc` },
        page,
        fromBody<TriggerEvaluations>,
      ),

    async newest(trigger) {
      const row = await reads.one(sql`select body from trigger_evaluations where ${isNewest(trigger)}`);
      return row && fromBody<TriggerEvaluations>(row);
    },

    append: (trigger, evaluations, kept) => write(step(insert(trigger, evaluations)), prune(trigger, kept)),

    replaceNewest: (trigger, evaluations) => write(step(replace(trigger, evaluations))),

    add(trigger, entries, { onto, kept }) {
      const id = `${trigger.namespace}.${trigger.flowId}.${trigger.triggerId}`;
      const must = (statement: Sql): SqlStep => changing({ thing: 'TriggerEvaluations', id }, statement);
      const flow = sql`select 1 from flows where ${ofFlow(trigger)} and deleted = 0`;
      const steps = entries.map((entry, index) =>
        index === 0 && onto !== undefined
          ? must(sql`${replace(trigger, entry)} and body = ${JSON.stringify(onto)}`)
          : must(sql`${insert(trigger, entry)} where exists(${flow})`),
      );
      return write(...steps, prune(trigger, kept));
    },

    keepOnly: (flow, triggerIds) =>
      write(
        step(
          sql`delete from trigger_evaluations
            where ${ofFlow(flow)} and not ${dialect.listed(sql`trigger_id`, triggerIds)}`,
        ),
      ),
  };
}
