import { useInfiniteQuery } from '@tanstack/react-query';
import { executions } from '../../api/executions.ts';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** As many as an execution itself brings; the next ones are asked for in pages of the same size. */
const pageSize = 10_000;

interface AllTaskRuns {
  /** Those that were loaded so far, in order of creation. */
  readonly taskRuns: readonly WireTaskRun[];
  /** How many there are. */
  readonly total: number;
  readonly busy: boolean;
  readonly error: Error | null;
  readonly loadMore: () => void;
}

/** The task runs of an execution, of which a large one brings only the first; more are loaded when they are asked for. */
export function useAllTaskRuns(execution: WireExecution): AllTaskRuns {
  const tenant = useTenant();
  const more = useInfiniteQuery({
    queryKey: [...executionKey(tenant, execution.id), 'more-task-runs'],
    queryFn: ({ pageParam }) => executions.taskRuns(tenant, execution.id, pageParam, pageSize),
    initialPageParam: 2,
    getNextPageParam: (_, __, page) => page + 1,
    enabled: false,
    refetchOnWindowFocus: false,
  });
  const first = execution.taskRunList ?? [];
  const pages = more.data?.pages ?? [];
  // What is followed live may have reached into later pages, and is newer.
  const known = new Set(pages.length === 0 ? [] : first.map(({ id }) => id));
  const rest = pages.flatMap(({ results }) => results.filter(({ id }) => !known.has(id)));
  const taskRuns = rest.length === 0 ? first : [...first, ...rest];
  return {
    taskRuns,
    total: Math.max(taskRuns.length, execution.taskRunCount ?? 0),
    busy: more.isFetching,
    error: more.error,
    loadMore: () => void more.fetchNextPage(),
  };
}
