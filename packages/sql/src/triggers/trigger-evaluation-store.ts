import type { TriggerEvaluations } from '@windhover/model';
import type { TriggerEvaluationStore, TriggerOf } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { readPage } from '../search/page.ts';
import { step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function triggerEvaluationStore({ tenant, reads, write }: ScopeDeps): TriggerEvaluationStore {
  const of = ({ namespace, flowId, triggerId }: TriggerOf): Sql =>
    sql`tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${flowId} and trigger_id = ${triggerId}`;
  /** One step in the index: what an evaluation costs does not depend on how many are kept. */
  const newest = (trigger: TriggerOf): Sql => sql`(select max(number) from trigger_evaluations where ${of(trigger)})`;
  return {
    search: (trigger, page) =>
      readPage(
        reads,
        { columns: sql`body`, from: sql`trigger_evaluations`, where: [of(trigger)], orderBy: sql`number desc` },
        page,
        fromBody<TriggerEvaluations>,
      ),

    append: (trigger, evaluations, kept) =>
      write(
        step(
          sql`insert into trigger_evaluations(tenant_id, namespace, flow_id, trigger_id, number, body)
            values (${tenant}, ${trigger.namespace}, ${trigger.flowId}, ${trigger.triggerId},
              coalesce(${newest(trigger)}, 0) + 1, ${JSON.stringify(evaluations)})`,
        ),
        step(sql`delete from trigger_evaluations where ${of(trigger)} and number <= ${newest(trigger)} - ${kept}`),
      ),

    replaceNewest: (trigger, evaluations) =>
      write(
        step(
          sql`update trigger_evaluations set body = ${JSON.stringify(evaluations)}
            where ${of(trigger)} and number = ${newest(trigger)}`,
        ),
      ),
  };
}
