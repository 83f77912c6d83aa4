/** Rules of single flowables that their schemas cannot say. */
import { hasExpression } from '@windhover/expressions';
import type { PluginDescription } from '../catalog.ts';
import { textOf } from '../text-of.ts';
import type { TaskChildren } from '../flow.ts';
import type { Path } from '../problem.ts';
import { templateType } from '../plugins/template-task.ts';
import { findCycle } from './find-cycle.ts';
import { readInputs, readOutputs } from './read-inputs.ts';
import { isData, isPresent, report } from './reading.ts';
import type { Data, Reading } from './reading.ts';

const group = 'io.kestra.plugin.core.flow';

export function checkFlowable(
  reading: Reading,
  plugin: PluginDescription,
  data: Data,
  children: TaskChildren | undefined,
  path: Path,
): void {
  const refuse = (message: string, at: Path = path): void =>
    report(reading, at, { code: 'RULE', message: `${textOf(data['id'])}: ${message}` });
  switch (plugin.type) {
    case `${group}.Dag`:
      return children === undefined ? undefined : checkDag(data, refuse, path);
    case `${group}.Approval`:
      for (const [index, { id }] of readInputs(reading, data['inputs'], [...path, 'inputs']).entries()) {
        if (id === 'decision' || id === 'comment') {
          refuse(`'${id}' is a field of every approval, give the input another id`, [...path, 'inputs', index, 'id']);
        }
      }
      return undefined;
    case `${group}.Pause`:
      readInputs(reading, data['onResume'], [...path, 'onResume']);
      return undefined;
    case `${group}.Loop`:
      readOutputs(reading, data['outputs'], [...path, 'outputs']);
      return undefined;
    case templateType:
      for (const name of ['namespace', 'templateId']) {
        if (hasExpression(textOf(data[name])))
          refuse(`'${name}' must be written out: an expression is not rendered here`, [...path, name]);
      }
      return undefined;
    case `${group}.Switch`: {
      const { cases, defaults = data['default'] } = data;
      const hasCases = isData(cases) && Object.values(cases).some(isPresent);
      if (!hasCases && (!Array.isArray(defaults) || defaults.length === 0)) {
        refuse('No task defined, neither cases or default have any tasks');
      }
      return undefined;
    }
    case `${group}.WorkingDirectory`:
      for (const [index, child] of (children?.tasks ?? []).entries()) {
        if (reading.catalog.find(child.type)?.kind === 'flowable') {
          refuse('Only runnable tasks are allowed as children of a WorkingDirectory task', [...path, 'tasks', index]);
        }
        if (child.workerGroup !== undefined) {
          refuse(
            'Cannot set a Worker Group in any WorkingDirectory sub-tasks, it is only supported at the WorkingDirectory level',
            [...path, 'tasks', index, 'workerGroup'],
          );
        }
      }
      return undefined;
    default:
      return undefined;
  }
}

/** Every dependency must exist in the same Dag, and none may lead back to where it came from. */
function checkDag(data: Data, refuse: (message: string, at: Path) => void, path: Path): void {
  const items = (Array.isArray(data['tasks']) ? data['tasks'] : []).flatMap((item: unknown, index) => {
    if (!isData(item) || !isData(item['task']) || typeof item['task']['id'] !== 'string') return [];
    const dependsOn = Array.isArray(item['dependsOn']) ? item['dependsOn'].map(String) : [];
    return [{ id: item['task']['id'], dependsOn, at: [...path, 'tasks', index, 'dependsOn'] }];
  });
  const known = new Map(items.map((item) => [item.id, item]));
  for (const item of items) {
    const missing = item.dependsOn.filter((id) => !known.has(id));
    if (missing.length > 0) refuse(`Not existing task id in dependency: ${missing.join(', ')}`, item.at);
  }
  const cyclic = findCycle(new Map(items.map((item) => [item.id, item.dependsOn])));
  if (cyclic !== undefined) refuse(`Cyclic dependency detected: ${cyclic.join(', ')}`, known.get(cyclic[0]!)!.at);
}
