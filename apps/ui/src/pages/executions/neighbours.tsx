import { ActionIcon, Tooltip } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, type ReactNode } from 'react';
import { executions } from '../../api/executions.ts';
import type { WireExecution, WireExecutionRow } from '../../api/wire.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { t } from '../../messages/en.ts';
import { paths, type ExecutionTab } from '../../paths.ts';
import { isTyping } from '../../shell/is-typing.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** Executions that begin within the same millisecond are told apart by their ids, which are in the order of their begin. */
const sameMoment = 5;

interface NeighboursProps {
  readonly execution: WireExecution;
  /** The neighbour is shown at the same one. */
  readonly tab: ExecutionTab;
}

/** Leads to the executions of the same flow that began just before and just after this one; `p` and `n` do, too. */
export function Neighbours({ execution, tab }: NeighboursProps) {
  const tenant = useTenant();
  const navigate = useNavigate();
  const found = useQuery({
    queryKey: [...executionKey(tenant, execution.id), 'neighbours'],
    queryFn: () => neighboursOf(tenant, execution),
  });
  const { previous, next } = found.data ?? {};

  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const goal = event.key === 'p' ? previous : event.key === 'n' ? next : undefined;
      if (goal === undefined || event.metaKey || event.ctrlKey || event.altKey || isTyping(event)) return;
      void navigate({ to: paths.execution(tenant, goal, tab) });
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [tenant, navigate, previous, next, tab]);

  const button = (label: string, goal: WireExecutionRow | undefined, icon: ReactNode) => (
    <Tooltip label={label}>
      <ActionIcon
        aria-label={label}
        disabled={goal === undefined}
        onClick={() => goal !== undefined && void navigate({ to: paths.execution(tenant, goal, tab) })}
      >
        {icon}
      </ActionIcon>
    </Tooltip>
  );
  return (
    <>
      {button(t.executions.previous, previous, <IconChevronLeft size={15} />)}
      {button(t.executions.next, next, <IconChevronRight size={15} />)}
    </>
  );
}

interface Neighbourhood {
  readonly previous: WireExecutionRow | undefined;
  readonly next: WireExecutionRow | undefined;
}

async function neighboursOf(tenant: string | undefined, execution: WireExecution): Promise<Neighbourhood> {
  const { id, namespace, flowId, kind = 'NORMAL', state } = execution;
  const beside = (operation: 'LESS_THAN_OR_EQUAL_TO' | 'GREATER_THAN_OR_EQUAL_TO', direction: 'asc' | 'desc') =>
    executions.list(tenant, {
      page: 1,
      size: sameMoment,
      sort: `state.startDate:${direction}`,
      filters: [
        { field: 'namespace', operation: 'EQUALS', value: namespace },
        { field: 'flowId', operation: 'EQUALS', value: flowId },
        { field: 'kind', operation: 'EQUALS', value: kind },
        { field: 'startDate', operation, value: state.startDate },
      ],
    });
  const [before, after] = await Promise.all([
    beside('LESS_THAN_OR_EQUAL_TO', 'desc'),
    beside('GREATER_THAN_OR_EQUAL_TO', 'asc'),
  ]);
  return {
    previous: before.results.find((row) => row.id < id),
    next: after.results.find((row) => row.id > id),
  };
}
