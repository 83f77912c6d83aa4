/** What the conditions of triggers mean. Facts and rendering are given; nothing is looked up. */
import { textOf } from '../text-of.ts';
import { isTruthyText } from '@windhover/expressions';
import type { Label } from '../flow.ts';
import { isWithinNamespace } from '../filter.ts';
import type { JsonObject } from '../json.ts';
import { toLabels } from '../labels.ts';
import type { StateName } from '../states.ts';
import { dateConditionHolds, dateConditions } from './date-condition.ts';

/** The execution that a flow trigger looks at. */
export interface ExecutionFacts {
  readonly namespace: string;
  readonly flowId: string;
  readonly state: StateName;
  readonly labels: readonly Label[];
  /** States of all attempts of all its task runs. */
  readonly attemptStates: readonly StateName[];
}

export interface ConditionFacts {
  /** Renders a template with the trigger's variables. */
  render(template: string): Promise<string>;
  readonly execution?: ExecutionFacts | undefined;
}

/** Whether all of them hold. `MultipleCondition` stands for a set of executions and is not asked here: it holds. */
export async function conditionsHold(conditions: readonly JsonObject[], facts: ConditionFacts): Promise<boolean> {
  for (const condition of conditions) if (!(await conditionHolds(condition, facts))) return false;
  return true;
}

/** Throws when it cannot be evaluated: a template fails, or it asks of an execution where there is none. */
export async function conditionHolds(condition: JsonObject, facts: ConditionFacts): Promise<boolean> {
  const { type, ...properties } = condition;
  const name = textOf(type).slice(textOf(type).lastIndexOf('.') + 1);
  if (dateConditions.has(name)) return dateHolds(name, properties, facts);
  switch (name) {
    case 'MultipleCondition':
      return true;
    case 'Expression':
    case 'ExecutionOutputs':
      return isTruthyText(await facts.render(textOf(properties['expression'])));
    case 'Not':
      return !(await anyHolds(properties, facts));
    case 'Or':
      return anyHolds(properties, facts);
    default:
      return executionHolds(name, properties, executionOf(name, facts));
  }
}

async function anyHolds({ conditions }: JsonObject, facts: ConditionFacts): Promise<boolean> {
  for (const condition of (conditions ?? []) as readonly JsonObject[]) {
    if (await conditionHolds(condition, facts)) return true;
  }
  return false;
}

async function dateHolds(name: string, properties: JsonObject, { render }: ConditionFacts): Promise<boolean> {
  const rendered: Record<string, JsonObject[string]> = {};
  for (const [key, value] of Object.entries(properties)) {
    rendered[key] = typeof value === 'string' ? await render(value) : value;
  }
  const date = rendered['date'] === undefined ? await render('{{ trigger.date }}') : textOf(rendered['date']);
  return dateConditionHolds(name, date, rendered);
}

function executionHolds(name: string, properties: JsonObject, execution: ExecutionFacts): boolean {
  switch (name) {
    case 'ExecutionFlow':
      return execution.namespace === properties['namespace'] && execution.flowId === properties['flowId'];
    case 'ExecutionNamespace':
      return namespaceMatches(execution.namespace, properties);
    case 'FlowNamespaceCondition':
      return namespaceMatches(execution.namespace, properties);
    case 'ExecutionStatus':
      return isAmong(properties, (states) => states.includes(execution.state));
    case 'HasRetryAttempt':
      return isAmong(properties, (states) => execution.attemptStates.some((state) => states.includes(state)));
    case 'ExecutionLabels':
      return toLabels(properties['labels']).every(({ key, value }) =>
        execution.labels.some((label) => label.key === key && label.value === value),
      );
    default:
      throw new RangeError(`the condition '${name}' is not known`);
  }
}

/** `in` asks that one matches, `notIn` that none does. */
function isAmong(properties: JsonObject, matches: (states: readonly unknown[]) => boolean): boolean {
  const isIn = properties['in'] === undefined || matches(properties['in'] as readonly unknown[]);
  const isOut = properties['notIn'] === undefined || !matches(properties['notIn'] as readonly unknown[]);
  return isIn && isOut;
}

function namespaceMatches(namespace: string, { namespace: wanted, comparison, prefix }: JsonObject): boolean {
  const text = textOf(wanted);
  switch (comparison ?? (prefix === true ? 'PREFIX' : 'EQUALS')) {
    case 'PREFIX':
      return namespace.startsWith(text) || isWithinNamespace(namespace, text);
    case 'SUFFIX':
      return namespace.endsWith(text);
    default:
      return namespace === text;
  }
}

function executionOf(name: string, { execution }: ConditionFacts): ExecutionFacts {
  if (execution === undefined) throw new RangeError(`the condition '${name}' needs an execution to look at`);
  return execution;
}
