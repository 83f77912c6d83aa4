import { compileTree, renderTreeAsync, type Context } from '@windhover/expressions';
import { renderOutside } from './evaluate-outside.ts';
import type { Job } from './jobs.ts';
import type { Tools } from './tools.ts';

/** A text of a task, rendered with what the task run sees. */
export async function renderTemplateFor(
  { held, ord }: Pick<Job, 'held' | 'ord'>,
  template: string,
  tools: Tools,
): Promise<string> {
  const tree = compileTree(template);
  const render = (variables: Context): Promise<unknown> => renderTreeAsync(tree, variables, 'text');
  return String(await renderOutside(held, ord, tools, render));
}
