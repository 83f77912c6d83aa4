/** Renderings that need more than memory holds: outputs from rows, secrets, files. */
import { provideOutputs, variablesOf, type Variables } from '@windhover/engine';
import type { Context } from '@windhover/expressions';
import { toEndedTaskRun } from '@windhover/ports';
import { contextFunctions } from './context-functions.ts';
import type { Held } from './held.ts';
import { openerOf, openTaskRuns } from './hidden-values.ts';
import { notLoadedIn } from './rendering.ts';
import { loadOuterOutputs } from './outer-outputs.ts';
import type { Tools } from './tools.ts';

/** A template may name the outputs of many tasks; each round loads those of one. */
const maxRounds = 1_000;

/**
 * Renders with the variables of a task run (`ord` -1: of the execution) and all functions, loading what turns out to be
 * missing and starting over, also while the store cannot be reached. Rejects with the rendering's error.
 */
export function renderOutside<T>(
  held: Held,
  ord: number,
  tools: Tools,
  render: (context: Context) => Promise<T>,
  variables: Variables = variablesOf(held.live, ord),
): Promise<T> {
  return tools.persist.run(() => renderOnce(held, ord, tools, render, variables));
}

async function renderOnce<T>(
  held: Held,
  ord: number,
  tools: Tools,
  render: (context: Context) => Promise<T>,
  variables: Variables,
): Promise<T> {
  const { live, run } = held;
  const drops: (() => void)[] = [];
  let ofNamespace: Readonly<Record<string, unknown>> | undefined;
  const roots: Variables = {
    lookup: (name) => (name === 'namespace' && ofNamespace !== undefined ? ofNamespace : variables.lookup(name)),
    names: () => variables.names(),
  };
  const context = tools.rendering.contextAsync(roots, contextFunctions(held, ord, tools));
  try {
    for (let round = 0; ; round += 1) {
      try {
        return await render(context);
      } catch (cause) {
        const missing = notLoadedIn(cause);
        if (missing === undefined || round === maxRounds) throw cause;
        const { taskId } = missing;
        const { shards } = tools.deps.store;
        if (taskId === undefined) {
          if (ofNamespace !== undefined) throw cause;
          ofNamespace = await tools.namespaces.load(held.tenantKey, live.flow.flow.namespace);
          continue;
        }
        if (live.flow.flow.outerTaskIds?.includes(taskId) === true) {
          drops.push(await loadOuterOutputs(held, taskId, tools));
          continue;
        }
        const opener = openerOf(held, tools.deps);
        const rows = await openTaskRuns((await shards.outputsOf(run, [taskId])).map(toEndedTaskRun), opener);
        const all = rows.some((row) => row.parentOrd >= 0)
          ? await openTaskRuns((await shards.endedTaskRuns(run)).map(toEndedTaskRun), opener)
          : rows;
        const byOrd = new Map(all.map((row) => [row.ord, row]));
        drops.push(provideOutputs(live, rows, (wanted) => byOrd.get(wanted)));
      }
    }
  } finally {
    for (const drop of drops) drop();
  }
}
