/** Rules over a whole flow. */
import { isPresent, report } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Flow, TaskDefinition, TriggerDefinition } from '../flow.ts';
import { checkMcpTools } from './check-mcp-tools.ts';
import { reservedFlowIds } from './flow-schema.ts';

const callers: ReadonlySet<string> = new Set([
  'io.kestra.plugin.core.flow.Subflow',
  'io.kestra.plugin.core.flow.ForEachItem',
]);

export function checkFlow(reading: Reading, flow: Flow): void {
  if (reservedFlowIds.has(flow.id)) {
    report(reading, ['id'], {
      severity: 'warning',
      code: 'INVALID_ID',
      message: `'${flow.id}' is a word of the API; some clients cannot address a flow with this id`,
    });
  }
  checkTaskIds(reading);
  checkTriggerIds(reading, flow.triggers);
  checkTriggerInputs(reading, flow);
  checkMcpTools(reading, flow);
  checkTriggers(reading, flow);
  checkRecursion(reading, flow);
}

/** Reports ids that two tasks read so far share. */
export function checkTaskIds(reading: Reading): void {
  const seen = new Set<string>();
  const repeated = reading.tasks.filter(({ id }) => seen.size === seen.add(id).size);
  if (repeated.length === 0) return;
  const names = [...new Set(repeated.map((task) => task.id))].join(', ');
  report(reading, repeated[0]!.path, { code: 'DUPLICATE_ID', message: `Duplicate task id with name [${names}]` });
}

function checkTriggerIds(reading: Reading, triggers: readonly TriggerDefinition[]): void {
  const seen = new Set<string>();
  const repeated = triggers.filter(({ id }) => seen.size === seen.add(id).size);
  if (repeated.length === 0) return;
  const names = [...new Set(repeated.map((trigger) => trigger.id))].join(', ');
  report(reading, ['triggers'], { code: 'DUPLICATE_ID', message: `Duplicate trigger id with name [${names}]` });
}

const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';

/** Those of other types start an execution whatever becomes of the one before. */
const unlocked = /\.trigger\.(Flow|Webhook|McpToolTrigger)$/;

/** Warnings: what a trigger will not do because of the flow around it, and what one does that nobody wants. */
function checkTriggers(reading: Reading, { disabled, concurrency, triggers }: Flow): void {
  for (const [index, { id, type, disabled: isOff, allowConcurrent }] of triggers.entries()) {
    if (isOff) continue;
    const warn = (message: string): void =>
      report(reading, ['triggers', index], { severity: 'warning', code: 'RULE', message });
    if (disabled) warn(`Trigger '${id}' starts nothing while the flow is disabled`);
    if (type === flowTrigger && isUnconditional(triggers[index]!)) {
      warn(
        `This flow will be triggered for EVERY execution of EVERY flow of its tenant. We recommend adding the preconditions property to the Flow trigger '${id}'.`,
      );
    }
    if (concurrency !== undefined && !allowConcurrent && !unlocked.test(type)) {
      warn(
        `Trigger '${id}' waits for the end of its own execution before the limit of 'concurrency' is asked; 'allowConcurrent: true' starts the next one`,
      );
    }
  }
}

function isUnconditional({ conditions, when, properties }: TriggerDefinition): boolean {
  const { preconditions, dependsOn } = properties;
  return conditions.length === 0 && when === undefined && !isPresent(preconditions) && !isPresent(dependsOn);
}

/** A warning: such executions do start, and fail where the input is used. */
function checkTriggerInputs(reading: Reading, flow: Flow): void {
  for (const [index, trigger] of flow.triggers.entries()) {
    const kind = /\.trigger\.(Schedule|Webhook)$/.exec(trigger.type)?.[1];
    if (kind === undefined) continue;
    const missing = flow.inputs.filter(
      (input) =>
        input.required &&
        input.type !== 'REUSABLE_INPUTS' &&
        !isPresent(input.defaults) &&
        input.dependsOn === undefined &&
        trigger.inputs?.[input.id] === undefined,
    );
    if (missing.length === 0) continue;
    report(reading, ['triggers', index], {
      severity: 'warning',
      code: 'RULE',
      message: `Missing inputs for ${kind} Trigger '${trigger.id}', missing inputs: '${missing.map((input) => input.id).join(' | ')}'`,
    });
  }
}

function checkRecursion(reading: Reading, flow: Flow): void {
  for (const task of allTasks(flow)) {
    if (!callers.has(task.type)) continue;
    const { namespace, flowId } = task.properties;
    if (namespace !== flow.namespace || flowId !== flow.id) continue;
    const path = reading.tasks.find((known) => known.id === task.id)?.path;
    // What a template brings is not the flow's to answer for
    if (path === undefined) continue;
    report(reading, path, { code: 'RULE', message: `Recursive call to flow [${flow.namespace}.${flow.id}]` });
  }
}

/** Every task of the flow, those in branches and handlers included, in the order of the source. */
export function allTasks(flow: Flow): readonly TaskDefinition[] {
  return [...flow.tasks, ...flow.errors, ...flow.finally, ...flow.afterExecution].flatMap(withDescendants);
}

function withDescendants(task: TaskDefinition): readonly TaskDefinition[] {
  const { children } = task;
  if (children === undefined) return [task];
  const branches = [
    children.tasks,
    children.then ?? [],
    children.else ?? [],
    ...(children.cases?.values() ?? []),
    children.defaults ?? [],
    children.errors,
    children.finally,
  ];
  return [task, ...branches.flat().flatMap(withDescendants)];
}
