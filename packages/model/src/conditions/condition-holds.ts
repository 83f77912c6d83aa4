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
  /** States of all attempts of those of its task runs that were tried more than once. */
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
      return isAmong(properties, execution.state);
    case 'HasRetryAttempt':
      return execution.attemptStates.some((state) => isAmong(properties, state));
    case 'ExecutionLabels':
      return toLabels(properties['labels']).every(({ key, value }) =>
        execution.labels.some((label) => label.key === key && label.value === value),
      );
    default:
      throw new RangeError(`the condition '${name}' is not known`);
  }
}

/** Whether a state is one of `in`, if there are any, and none of `notIn`. */
function isAmong({ in: wanted, notIn: unwanted = [] }: JsonObject, state: StateName): boolean {
  const isIn = wanted === undefined || (wanted as readonly unknown[]).includes(state);
  return isIn && !(unwanted as readonly unknown[]).includes(state);
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
