/** The execution that a flow trigger answers, as templates of the trigger see it. */
import { compileFlow, loadLive, variablesOf } from '@windhover/engine';
import { showHidden, type TenantRef, type TriggerDefinition } from '@windhover/model';
import type { StateNews } from './flow-trigger-variables.ts';
import type { TriggerDeps } from './trigger-deps.ts';

export type Roots = Readonly<Record<string, unknown>>;

/** What can only be known from rows. */
const stored = /\b(?:execution|inputs|labels|outputs|tasks)\b/;
const nothingRenders = { text: () => ({ kind: 'waiting' as const }), value: () => ({ kind: 'waiting' as const }) };

/** Roots beside the listener's own, if the trigger names any. Of an execution that is gone by now only labels are known. SECRET inputs stay sealed, and
 * secrets in outputs hidden. */
export async function upstreamVariables(
  deps: TriggerDeps,
  tenant: TenantRef,
  trigger: TriggerDefinition,
  news: StateNews,
): Promise<Roots> {
  const { conditions, inputs, labels: ownLabels, properties, when } = trigger;
  if (!stored.test(JSON.stringify([conditions, inputs, ownLabels, properties, when]))) return {};
  const labels = Object.fromEntries(news.labels.map(({ key, value }) => [key, value]));
  const { executions } = deps.store.scope(tenant.key);
  const execution = await executions.find(news.executionId);
  if (execution === undefined) return { labels };
  const flow = await deps.flows.find(tenant.key, news.namespace, news.flowId, news.flowRevision, execution.templates);
  if (flow === undefined) return { labels };
  const taskRuns = await executions.taskRuns(news.executionId);
  const live = loadLive(
    compileFlow(flow, tenant, () => 'runnable'),
    showHidden(execution),
    showHidden(taskRuns),
    nothingRenders,
  );
  const variables = variablesOf(live, undefined);
  return {
    labels: variables.lookup('labels'),
    execution: { ...(variables.lookup('execution') as object), state: news.state },
    inputs: variables.lookup('inputs'),
    outputs: variables.lookup('outputs'),
    tasks: variables.lookup('tasks'),
  };
}
