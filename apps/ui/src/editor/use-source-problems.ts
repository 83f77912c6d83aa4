import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { dashboards } from '../api/dashboards.ts';
import { flows } from '../api/flows.ts';
import { reusableInputs } from '../api/reusable-inputs.ts';
import { templates } from '../api/templates.ts';
import type { WireFlowProblem } from '../api/wire.ts';
import { tenantKey } from '../query-client.ts';

const none: readonly WireFlowProblem[] = [];
const settleMs = 350;

export type SourceKind = 'flow' | 'template' | 'reusableInputs' | 'dashboard';

const problemsOf = {
  flow: flows.problems,
  template: templates.problems,
  reusableInputs: reusableInputs.problems,
  dashboard: dashboards.problems,
};

/** What the server says of the source, a moment after the last key. `checked` is whether that is about the text as it is now. */
export function useSourceProblems(tenant: string | undefined, kind: SourceKind, source: string) {
  const [settled] = useDebouncedValue(source, settleMs);
  const query = useQuery({
    queryKey: tenantKey(tenant, 'problems', kind, settled),
    queryFn: ({ signal }) => problemsOf[kind](tenant, settled, signal),
    enabled: settled.trim() !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
    gcTime: 5_000,
    retry: false,
  });
  return { problems: query.data ?? none, checked: settled === source && !query.isFetching && query.data !== undefined };
}
