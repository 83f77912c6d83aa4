/** Listeners, the older form of afterExecution: tasks that run after the end if conditions on the execution hold. */
import { hasExpression } from '@windhover/expressions';
import type { TaskDefinition } from '../flow.ts';
import { textOf } from '../text-of.ts';
import type { Path } from '../problem.ts';
import { checkPluginValues } from './read-plugin-values.ts';
import { readTasks } from './read-task.ts';
import { flowSchema } from './flow-schema.ts';
import { isData, isPresent, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

const listenerSchema = flowSchema.shape.listeners.unwrap().element;
const group = 'io.kestra.plugin.core.condition';

/** The tasks of all listeners, each with the listener's conditions as one expression under `onlyIf`. */
export function readListeners(reading: Reading, value: unknown, path: Path): readonly TaskDefinition[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((listener: unknown, index): readonly TaskDefinition[] => {
    if (!isData(listener)) return [];
    const at = [...path, index];
    checkPluginValues(reading, listenerSchema, listener, at);
    const conditions = Array.isArray(listener['conditions']) ? listener['conditions'].filter(isData) : [];
    const clauses = conditions.map((condition, position) =>
      toClause(reading, condition, [...at, 'conditions', position]),
    );
    const tasks = readTasks(reading, listener['tasks'], [...at, 'tasks']);
    if (clauses.length === 0) return tasks;
    return tasks.map((task) => ({ ...task, onlyIf: `{{ ${clauses.map((clause) => `(${clause})`).join(' and ')} }}` }));
  });
}

/** A condition as an expression over the ended execution. */
function toClause(reading: Reading, condition: Data, path: Path): string {
  switch (reading.catalog.find(String(condition['type']))?.type) {
    case `${group}.ExecutionStatus`:
      return (
        [stateClause(condition['in'], false), stateClause(condition['notIn'], true)].filter(isPresent).join(' and ') ||
        'true'
      );
    case `${group}.Expression`: {
      const inner = printedExpression(condition['expression']);
      if (inner !== undefined) return inner;
      break;
    }
    case `${group}.Not`:
      return `not (${nested(reading, condition, path).join(' or ')})`;
    case `${group}.Or`:
      return nested(reading, condition, path).join(' or ');
    default:
      break;
  }
  report(reading, path, {
    code: 'RULE',
    message: 'A listener understands the conditions ExecutionStatus, Expression (one `{{ … }}`), Not and Or',
    remedy: "Use 'afterExecution' with 'runIf' instead.",
  });
  return 'false';
}

function nested(reading: Reading, condition: Data, path: Path): readonly string[] {
  const inner = Array.isArray(condition['conditions']) ? condition['conditions'].filter(isData) : [];
  return inner.map((item, index) => `(${toClause(reading, item, [...path, 'conditions', index])})`);
}

function stateClause(states: unknown, negated: boolean): string | undefined {
  if (!isPresent(states)) return undefined;
  const list = (Array.isArray(states) ? states : [states]).map((state) => `'${textOf(state)}'`).join(', ');
  return `${negated ? 'not ' : ''}([${list}] contains execution.state)`;
}

/** The inside of a template that is one print and nothing else. */
function printedExpression(text: unknown): string | undefined {
  if (typeof text !== 'string') return undefined;
  const match = /^\s*\{\{-?([^{}]*)-?\}\}\s*$/.exec(text);
  if (match !== null) return match[1]!.trim();
  return hasExpression(text) ? undefined : `'${text.replaceAll("'", "\\'")}'`;
}
