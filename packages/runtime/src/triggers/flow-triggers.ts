/** Executions that start because another one changed its state. The news of it is written in the commit of the change. */
import { ExpressionError, renderAsync } from '@windhover/expressions';
import {
  isTerminal,
  triggerHolds,
  type Flow,
  type StateName,
  type TenantKey,
  type TriggerDefinition,
  type TriggerEvaluation,
} from '@windhover/model';
import type { InboxRow } from '@windhover/ports';
import { namespaceAllows, startTriggered, triggerContext } from '@windhover/services';
import { toFacts, toVariables, type StateNews } from './flow-trigger-variables.ts';
import { createInboxReader, isFinal } from '../inbox-reader.ts';
import { messageOf } from '../rendering.ts';
import { createEvaluationLog, type EvaluationLog } from './evaluation-log.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { FlowName, IndexedFlow, TriggerIndex } from './trigger-index.ts';
import { enterWindow } from './enter-window.ts';
import { upstreamVariables } from './upstream-variables.ts';
import { windowSetOf } from './window-conditions.ts';

export interface FlowTriggers {
  /** Whether anything in the tenant listens, or may: without, no news is written. */
  listens(tenantKey: TenantKey): boolean;
  /** There may be news in the shard's inbox. */
  wake(shard: number): void;
  /** There may be news in any inbox that is read here. */
  readAgain(): void;
  close(): void;
}

/** What a trigger makes of an execution. */
interface Answer {
  readonly how: Pick<TriggerEvaluation, 'outcome' | 'reason' | 'executionId'>;
  /** To be called once that is durable. */
  settle?(): Promise<void>;
}

const type = 'io.kestra.plugin.core.trigger.Flow';

export function createFlowTriggers(deps: TriggerDeps, index: TriggerIndex, timeZone: string): FlowTriggers {
  /** Asked at each change of state of each execution, so kept by tenant. */
  const listening = new Map<TenantKey, Set<string>>();
  /** Why triggers refused last. */
  const refusals = new WeakMap<TriggerDefinition, string>();

  const place = (tenantKey: TenantKey, { namespace, id }: FlowName, flow: Flow | undefined): void => {
    const names = listening.get(tenantKey) ?? new Set();
    if (flow?.triggers.some(isListening) === true) names.add(`${namespace}/${id}`);
    else names.delete(`${namespace}/${id}`);
    if (names.size > 0) listening.set(tenantKey, names);
    else listening.delete(tenantKey);
  };
  for (const { tenant, flow } of index.all()) place(tenant.key, flow, flow);
  index.subscribe((tenant, name, flow) => place(tenant.key, name, flow));

  const { background, owner } = deps;
  const reader = createInboxReader({
    deps,
    background,
    owner,
    kind: 'news',
    isInTurn: true,
    async handle(row) {
      await answer(row);
      return true;
    },
    complaint: () => 'Flow triggers did not hear of an execution',
  });
  return {
    listens: (tenantKey) => listening.has(tenantKey) || index.isBehind(tenantKey),
    wake: (shard) => reader.wake(shard),
    readAgain: () => reader.wakeAll(),
    close: () => reader.close(),
  };

  /** Asks every listener of the tenant; rejects, once all were asked, if one of them could not answer now. */
  async function answer(row: InboxRow): Promise<void> {
    // Whoever saved a listener before it started something expects it to hear of that
    await index.settled();
    const news = JSON.parse(row.event) as StateNews;
    const answers: Answer[] = [];
    const failures: unknown[] = [];
    for (const indexed of [...index.of(row.tenantKey)]) {
      const { flow } = indexed;
      if (flow.namespace === news.namespace && flow.id === news.flowId) continue;
      for (const trigger of flow.triggers) {
        if (!isListening(trigger) || !hears(trigger, news.state)) continue;
        await ask(indexed, trigger, news, row).then(
          (one) => void (one !== undefined && answers.push(one)),
          (cause: unknown) => failures.push(cause),
        );
      }
    }
    // What an execution that is passed over was asked for may be lost with the server; what came of the others is not
    if (answers.some(({ how }) => how.outcome !== 'SKIPPED')) await deps.history.flush();
    for (const { settle } of answers) await settle?.();
    if (failures.length > 0) throw failures[0];
  }

  /** Undefined where it may not hear of the execution. Rejects if it could not answer now. */
  async function ask(
    indexed: IndexedFlow,
    trigger: TriggerDefinition,
    news: StateNews,
    row: InboxRow,
  ): Promise<Answer | undefined> {
    const { tenant, flow } = indexed;
    if (!(await namespaceAllows(deps.store.scope(tenant.key), news.namespace, flow.namespace))) return undefined;
    const { clock, history } = deps;
    const log = createEvaluationLog(deps, trigger.logLevel);
    const beganAt = clock.monotonic();
    const answered = await listen(indexed, trigger, news, row, log).catch(async (cause: unknown): Promise<Answer> => {
      if (!isFinal(cause)) throw cause;
      const how = refusalOf(cause, log);
      if (how.outcome === 'FAILED') await tellFailure(indexed, trigger, how.reason, log);
      return { how };
    });
    history.note(
      { tenantKey: tenant.key, namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id },
      { at: clock.now(), ...answered.how, durationMs: Math.round(clock.monotonic() - beganAt) },
    );
    return answered;
  }

  /** What its author can mend is told once, until the trigger fails for another reason or its flow is changed. */
  async function tellFailure(
    { tenant, flow: { namespace, id: flowId } }: IndexedFlow,
    trigger: TriggerDefinition,
    reason: string,
    { log, lines }: EvaluationLog,
  ): Promise<void> {
    if (refusals.get(trigger) === reason) return;
    log('WARN', `The trigger could not be evaluated: ${reason}`);
    const { logs } = deps.store.scope(tenant.key);
    const said = lines();
    if (said.length > 0)
      await deps.store.write([logs.appendOfTrigger({ namespace, flowId, triggerId: trigger.id }, said)]);
    refusals.set(trigger, reason);
    deps.report({
      message: `Trigger '${trigger.id}' of flow '${namespace}.${flowId}' could not be evaluated: ${reason}`,
      cause: undefined,
      isWarning: true,
    });
  }

  async function listen(
    { tenant, flow }: IndexedFlow,
    trigger: TriggerDefinition,
    news: StateNews,
    { seq, shard }: InboxRow,
    { mask }: EvaluationLog,
  ): Promise<Answer> {
    const variables = toVariables(news);
    const roots = await upstreamVariables(deps, tenant, trigger, news);
    const context = await triggerContext(deps, { tenant, flow, variables, roots }, mask);
    const render = (template: string): Promise<string> => renderAsync(template, context);
    const facts = { render, execution: toFacts(news, await attemptStates(tenant.key, trigger, news)) };
    if (!(await triggerHolds(trigger, facts))) return passedOver('The conditions do not hold');
    const set = windowSetOf(trigger);
    const window =
      set === undefined ? undefined : await enterWindow(deps, { tenant, flow }, set, news, seq, facts, timeZone);
    if (window?.isComplete === false) return passedOver(window.reason);
    const key = `flow-trigger/${window?.seq ?? seq}/${flow.namespace}/${flow.id}/${trigger.id}`;
    const { cameOf } = await startTriggered(deps, {
      tenant,
      flow,
      trigger,
      variables: { ...variables, ...(window !== undefined && { outputs: window.outputs }) },
      roots,
      correlationId: news.labels.find(({ key: label }) => label === 'system.correlationId')?.value,
      // Beside what it heard of, unless news of several shards may start it: then the key says where
      once: window === undefined ? { idempotencyKey: key, shard } : { idempotencyKey: key },
    });
    return { how: cameOf, ...(window !== undefined && { settle: () => window.settle() }) };
  }

  /** Only a condition on attempts reads the task runs. */
  async function attemptStates(
    tenantKey: TenantKey,
    trigger: TriggerDefinition,
    news: StateNews,
  ): Promise<readonly StateName[]> {
    if (!JSON.stringify(trigger.conditions).includes('HasRetryAttempt')) return [];
    const taskRuns = await deps.store.scope(tenantKey).executions.taskRuns(news.executionId);
    const retried = taskRuns.filter(({ attempts }) => attempts.length > 1);
    return retried.flatMap(({ attempts }) => attempts.map((attempt) => attempt.state.current));
  }
}

function passedOver(reason: string): Answer {
  return { how: { outcome: 'SKIPPED', reason } };
}

/** Conditions name what only some executions have: of others they do not hold, and that is nobody's mistake. */
function refusalOf(cause: unknown, { hide }: EvaluationLog): Answer['how'] {
  const reason = hide(messageOf(cause));
  if (cause instanceof ExpressionError) return { outcome: 'SKIPPED', reason: `The conditions do not hold: ${reason}` };
  return { outcome: 'FAILED', reason };
}

function isListening(trigger: TriggerDefinition): boolean {
  return trigger.type === type && !trigger.disabled;
}

function hears({ properties }: TriggerDefinition, state: StateName): boolean {
  const states = properties['states'] as readonly string[] | undefined;
  return states === undefined ? isTerminal(state) || state === 'PAUSED' : states.includes(state);
}
