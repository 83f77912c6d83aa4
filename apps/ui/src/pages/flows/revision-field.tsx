import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { flows } from '../../api/flows.ts';
import type { WireFlow } from '../../api/wire.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

/** All revisions of a flow, newest first; empty until they are known. */
export function useRevisions(namespace: string, flowId: string): readonly WireFlow[] {
  const tenant = useTenant();
  const revisions = useQuery({
    queryKey: tenantKey(tenant, 'revisions', namespace, flowId),
    queryFn: () => flows.revisions(tenant, namespace, flowId),
  });
  return (revisions.data ?? []).toReversed();
}

interface RevisionFieldProps {
  readonly revisions: readonly WireFlow[];
  readonly value: number;
  /** The one that is told apart, as that of an earlier execution. */
  readonly original?: number;
  readonly onChange: (revision: number) => void;
}

/** Which revision of a flow is executed. */
export function RevisionField({ revisions, value, original, onChange }: RevisionFieldProps) {
  const words = t.executions.replayWith;
  return (
    <NativeSelect
      label={words.revision}
      value={String(value)}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
      data={revisions.map(({ revision }, index) => ({
        value: String(revision),
        label: words.revisionOf(revision, index === 0, revision === original),
      }))}
    />
  );
}
