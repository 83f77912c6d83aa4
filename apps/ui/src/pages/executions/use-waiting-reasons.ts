import { useQuery } from '@tanstack/react-query';
import { isTerminal } from '@windhover/model';
import { executions, type WireWaitingReason } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';
import { executionKey } from '../../live/use-live-execution.ts';
import { killSwitchText } from '../../messages/en-kill-switches.ts';
import { every } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const lookAgainMs = 3_000;

/** What an execution waits for, asked once for all parts of a page; none when nothing waits. */
export function useWaitingReasons({ id, state }: WireExecution): readonly WireWaitingReason[] {
  const tenant = useTenant();
  const { data = [] } = useQuery({
    queryKey: [...executionKey(tenant, id), 'waiting', state.current],
    queryFn: () => executions.waiting(tenant, id),
    enabled: !isTerminal(state.current),
    refetchInterval: every(lookAgainMs),
    retry: false,
  });
  return isTerminal(state.current) ? [] : data;
}

/** Why nobody can make it go on: a kill switch holds it. */
export function useSwitchHold(execution: WireExecution): string | undefined {
  const held = useWaitingReasons(execution).find(({ kind }) => kind === 'SWITCH');
  return held && killSwitchText.held(String(held.facts['killSwitch']));
}
