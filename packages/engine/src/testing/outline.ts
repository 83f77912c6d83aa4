/** A flow in a few lines, for the message of a failed property test. */
import type { Flow, TaskDefinition } from '@windhover/model';

export function outline({ tasks, errors, finally: last, afterExecution, concurrency, retry, sla }: Flow): string {
  const lists = { tasks, errors, finally: last, afterExecution };
  const sections = Object.entries(lists)
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => [name, ...list.flatMap((task) => taskLines(task, '  '))].join('\n'));
  const head = [
    ...(concurrency === undefined ? [] : [`concurrency ${concurrency.limit}`]),
    ...(retry === undefined ? [] : [`retry ${JSON.stringify(retry)}`]),
    ...sla.map(({ durationMs, behavior }) => `sla ${durationMs} ${behavior}`),
  ];
  return [...head, ...sections].join('\n');
}

function taskLines(task: TaskDefinition, indent: string): string[] {
  const {
    id,
    type,
    children,
    properties,
    disabled,
    allowFailure,
    allowWarning,
    logToFile: _,
    description: __,
    ...rest
  } = task;
  const flags = {
    ...(disabled && { disabled }),
    ...(allowFailure && { allowFailure }),
    ...(allowWarning && { allowWarning }),
  };
  const { namespace: ___, flowId: ____, wait: _____, ...own } = properties;
  const head = `${indent}${id} ${type.slice(type.lastIndexOf('.') + 1)} ${JSON.stringify({ ...rest, ...flags, ...own })}`;
  if (children === undefined) return [head];
  const { cases, dependsOn, ...lists } = children;
  const named = [...Object.entries(lists), ...[...(cases ?? [])].map(([key, list]) => [`case ${key}`, list] as const)];
  const inner = named.flatMap(([name, list]) =>
    list.length === 0 ? [] : [`${indent}  ${name}:`, ...list.flatMap((child) => taskLines(child, `${indent}    `))],
  );
  return [
    head,
    ...(dependsOn === undefined ? [] : [`${indent}  dependsOn ${JSON.stringify([...dependsOn])}`]),
    ...inner,
  ];
}
