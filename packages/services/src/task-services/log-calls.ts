/** Log lines for tasks: `logs.fetch` of one execution, `logs.purge` of many, and of triggers. */
import type { JsonObject, LogLevel, QueryFilter } from '@windhover/model';
import type { LogEntry, TenantScope, TriggerOf } from '@windhover/ports';
import { auditEntry } from '../audit/audit-entry.ts';
import { actingTask } from './acting-task.ts';
import { instantArgument, listArgument, rangeFilters, textArgument } from './arguments.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { openNamespaces, reachPlace } from './open-namespaces.ts';
import { reachExecution } from './reach-execution.ts';

const pageSize = 1_000;

export function logCalls(deps: Pick<TaskServiceDeps, 'store' | 'clock' | 'ids'>): Calls {
  return {
    /** Oldest first, from a level up, of all tasks or those named. */
    'logs.fetch': async (owner, args): Promise<readonly LogEntry[]> => {
      const { scope, execution } = await reachExecution(deps, owner, args);
      const minLevel = args['level'] as LogLevel;
      const taskIds = listArgument(args, 'taskIds');
      const lines = await scope.logs.ofExecution(execution.id, { minLevel });
      return taskIds === undefined ? lines : lines.filter(({ taskId }) => taskIds.includes(taskId ?? ''));
    },

    /** Answers how many lines were deleted. */
    'logs.purge': async (owner, args): Promise<number> => {
      const scope = deps.store.scope(owner.tenantKey);
      const levels = listArgument(args, 'levels') as readonly LogLevel[] | undefined;
      const [sinceAt, untilAt] = [instantArgument(args, 'startDate'), instantArgument(args, 'endDate')];
      const { filters, visible } = await reachPlace(scope, owner.namespace, args);
      const executionId = textArgument(args, 'executionId');
      const ofExecution: readonly QueryFilter[] =
        executionId === undefined ? [] : [{ field: 'executionId', operation: 'EQUALS', value: executionId }];
      const isOpen = openNamespaces(scope, owner.namespace);
      const wanted = [...filters, ...ofExecution, ...rangeFilters(sinceAt, untilAt, 'endDate')];
      const asked = { levels, sinceAt, untilAt };
      let count = 0;
      for (;;) {
        const { executionIds, triggers, isAll } = await writersOf(scope, wanted, visible, isOpen);
        const before = count;
        for (const id of executionIds) {
          count += (await scope.logs.ofExecution(id)).filter((line) => isAsked(line, asked)).length;
          await deps.store.write([scope.logs.deleteOfExecution(id, asked)]);
        }
        for (const lines of triggers) {
          count += lines.filter((line) => isAsked(line, asked)).length;
          await deps.store.write([scope.logs.deleteOfTrigger(lines[0]!, asked)]);
        }
        // What is kept would be found again and again
        if (isAll || count === before) break;
      }
      if (count > 0) {
        const place = ['namespace', 'flowId', 'executionId'].map((name) => [name, textArgument(args, name)] as const);
        const named = Object.fromEntries(place.filter(([, value]) => value !== undefined)) as JsonObject;
        const detail = { ...named, action: 'deleteLogs', count };
        const actor = actingTask(owner, owner.namespace);
        await deps.store.write([
          scope.audit.append(auditEntry(deps, actor, { type: 'DELETE', resource: 'EXECUTION', detail })),
        ]);
      }
      return count;
    },
  };
}

interface Writers {
  readonly executionIds: ReadonlySet<string>;
  /** The lines found of each. */
  readonly triggers: readonly (readonly TriggerLine[])[];
  /** Not when there are too many lines to look through. */
  readonly isAll: boolean;
}

type TriggerLine = LogEntry & TriggerOf;

/** Who has written such lines: executions, and triggers outside of them. */
async function writersOf(
  scope: TenantScope,
  filters: readonly QueryFilter[],
  visible: 'all' | readonly string[],
  isOpen: (namespace: string) => Promise<boolean>,
): Promise<Writers> {
  const executionIds = new Set<string>();
  const triggers = new Map<string, TriggerLine[]>();
  for (let page = 1; ; page += 1) {
    const request = { page, size: pageSize, sort: [] };
    const { results, searchedTo } = await scope.logs.search(filters, request, visible);
    for (const line of results) {
      const { executionId, triggerId, namespace, flowId } = line;
      if ((executionId !== undefined && executionIds.has(executionId)) || !(await isOpen(namespace))) continue;
      if (executionId !== undefined) executionIds.add(executionId);
      if (triggerId === undefined) continue;
      const key = `${namespace}/${flowId}/${triggerId}`;
      const lines = triggers.get(key) ?? [];
      lines.push({ ...line, triggerId });
      triggers.set(key, lines);
    }
    if (results.length < pageSize)
      return { executionIds, triggers: [...triggers.values()], isAll: searchedTo === undefined };
  }
}

interface Asked {
  readonly levels: readonly LogLevel[] | undefined;
  readonly sinceAt: number | undefined;
  readonly untilAt: number | undefined;
}

function isAsked({ level, at }: LogEntry, { levels, sinceAt, untilAt }: Asked): boolean {
  return (levels === undefined || levels.includes(level)) && at >= (sinceAt ?? at) && at <= (untilAt ?? at);
}
