/** A task that another task describes while it runs. */
import { readSource, type JsonObject } from '@windhover/model';
import { TaskError, type RunnableTask, type TaskResult } from '@windhover/plugin-sdk';
import type { Context } from '@windhover/expressions';
import type { Properties } from './prepared-task.ts';
import type { Tools } from './tools.ts';

export interface SpecSurroundings {
  render(render: (context: Context) => Promise<Properties>): Promise<Properties>;
  run(task: RunnableTask, properties: Properties): Promise<TaskResult<unknown>>;
}

/** Runs the task that a YAML text describes as if its code stood in the task run that asks. Rejects with its failure. */
export async function runSpec(spec: string, around: SpecSurroundings, tools: Tools): Promise<TaskResult<unknown>> {
  const { type, ...properties } = definitionOf(spec);
  if (tools.deps.tasks.find(type) === undefined) {
    throw new TaskError(`The templated task must be a runnable task: '${type}' is none on this server`);
  }
  const prepared = tools.prepare({ definition: { type, properties } });
  const rendered = await around.render((context) => prepared.propertiesAsync(context));
  return around.run(prepared.task as unknown as RunnableTask, rendered);
}

function definitionOf(spec: string): JsonObject & { readonly type: string } {
  const { data, problems } = readSource(spec);
  if (problems.length > 0) throw new TaskError(`The templated task is no YAML: ${problems[0]!.message}`);
  const definition = data as JsonObject | null;
  if (typeof definition?.['type'] !== 'string') throw new TaskError("The templated task must be a map with a 'type'");
  return definition as JsonObject & { readonly type: string };
}
