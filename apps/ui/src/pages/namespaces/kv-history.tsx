import { NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { kv, type WireKvEntry, type WireKvValue } from '../../api/kv.ts';
import { toastError } from '../../components/toast.ts';
import { formatAgo } from '../../format/instant.ts';
import { useNow } from '../../live/use-now.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = namespaceText.kv;

interface KvHistoryProps {
  readonly entry: WireKvEntry;
  readonly onChoose: (value: WireKvValue) => void;
}

/** What a key has held, to choose from; nothing where it never held anything else. */
export function KvHistory({ entry: { namespace, key, revision }, onChoose }: KvHistoryProps) {
  const tenant = useTenant();
  const now = useNow();
  const [chosen, setChosen] = useState(revision);
  const list = useQuery({
    queryKey: tenantKey(tenant, 'kv-revisions', namespace, key, revision),
    queryFn: () => kv.revisions(tenant, namespace, key),
  });
  if (list.data === undefined || list.data.length < 2) return null;

  const choose = async (wanted: number) => {
    try {
      onChoose(await kv.get(tenant, namespace, key, wanted));
      setChosen(wanted);
    } catch (error) {
      toastError(words.revision(wanted), error);
    }
  };

  return (
    <NativeSelect
      label={words.earlier}
      description={words.earlierText}
      value={String(chosen)}
      onChange={(event) => void choose(Number(event.currentTarget.value))}
      data={list.data.toReversed().map((entry) => ({
        value: String(entry.revision),
        label: [
          words.revision(entry.revision),
          entry.revision === revision ? words.present : formatAgo(Date.parse(entry.updated), now),
        ].join(' · '),
      }))}
    />
  );
}
