import { IconServer2 } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { workerGroups, type WireWorker } from '../../api/worker-groups.ts';
import type { Column } from '../../components/data-table.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { Ago } from '../../components/time.tsx';
import { workerGroupText as words } from '../../messages/en-worker-groups.ts';

const lookEveryMs = 5_000;

const columns: readonly Column<WireWorker>[] = [
  { id: 'name', header: words.workerColumns.name, cell: ({ workerName }) => workerName },
  { id: 'state', header: words.workerColumns.state, width: 160, cell: ({ state }) => words.states[state] },
  {
    id: 'running',
    header: words.workerColumns.running,
    width: 110,
    align: 'right',
    cell: ({ capacity }) => <span className="numbers">{words.taken(capacity.running, capacity.max)}</span>,
  },
  {
    id: 'since',
    header: words.workerColumns.since,
    width: 130,
    cell: ({ registeredAt }) => <Ago date={registeredAt} />,
  },
  { id: 'version', minor: true, header: words.workerColumns.version, width: 120, cell: ({ version }) => version },
];

/** Who is connected to the server that answers, looked at again and again. */
export function ConnectedWorkers({ groupId }: { readonly groupId: string }) {
  const list = useQuery({
    queryKey: ['worker-groups', groupId, 'workers'],
    queryFn: () => workerGroups.workers(groupId),
    refetchInterval: every(lookEveryMs),
  });
  return (
    <ListView
      label={words.connected}
      list={list}
      columns={columns}
      rows={list.data}
      rowKey={({ workerId }) => workerId}
      empty={<NothingListed icon={<IconServer2 />} title={words.noWorkers} text={words.noWorkersText} />}
    />
  );
}
import { every } from '../../query-client.ts';
