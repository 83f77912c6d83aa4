import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { ApiTokens, CreatedApiToken, WireApiToken } from '../api/api-tokens.ts';
import { ConfirmDialog } from '../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../components/data-table.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { PageError, PageNotice } from '../components/page-state.tsx';
import { Ago } from '../components/time.tsx';
import { toast } from '../components/toast.ts';
import { administrationText } from '../messages/en-administration.ts';
import { queryClient } from '../query-client.ts';
import { CreateTokenDialog } from './create-token-dialog.tsx';
import { CreatedTokenDialog } from './created-token-dialog.tsx';

const words = administrationText.tokens;

const columns = (actions: Column<WireApiToken>['cell']): readonly Column<WireApiToken>[] => [
  { id: 'name', header: words.columns.name, cell: (token) => <span title={token.description}>{token.name}</span> },
  {
    id: 'prefix',
    header: words.columns.prefix,
    width: 140,
    cell: ({ prefix }) => <span className="mono">{prefix}…</span>,
  },
  { id: 'created', minor: true, header: words.columns.created, width: 120, cell: ({ iat }) => <Ago date={iat} /> },
  {
    id: 'used',
    header: words.columns.used,
    width: 120,
    cell: ({ lastUsed }) =>
      lastUsed === undefined ? <span className="dim">{words.notUsed}</span> : <Ago date={lastUsed} />,
  },
  {
    id: 'expires',
    header: words.columns.expires,
    width: 120,
    cell: ({ exp, expired }) => {
      if (expired) return words.expired;
      return exp === undefined ? <span className="dim">{words.never}</span> : <Ago date={exp} />;
    },
  },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

interface TokenListProps {
  readonly tokens: ApiTokens;
  readonly queryKey: readonly unknown[];
  /** Why none can be made or deleted. */
  readonly whyNotChange?: string | undefined;
  readonly about?: string;
}

/** The tokens of one account; a new one is shown once. */
export function TokenList({ tokens, queryKey, whyNotChange, about }: TokenListProps) {
  const [creating, setCreating] = useState(false);
  const [created, setCreated] = useState<CreatedApiToken>();
  const [deleting, setDeleting] = useState<WireApiToken>();
  const list = useQuery({ queryKey, queryFn: tokens.list });
  const renew = () => queryClient.invalidateQueries({ queryKey });
  const create = (
    <Tooltip label={whyNotChange} disabled={whyNotChange === undefined}>
      <Button
        leftSection={<IconPlus size={15} />}
        disabled={whyNotChange !== undefined}
        onClick={() => setCreating(true)}
      >
        {words.create}
      </Button>
    </Tooltip>
  );
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <FilterBar end={create}>{about !== undefined && <span className="dim">{about}</span>}</FilterBar>
      <DataTable
        label={words.mineTitle}
        columns={columns((token) => (
          <Tooltip label={whyNotChange ?? words.remove}>
            <ActionIcon
              size={24}
              disabled={whyNotChange !== undefined}
              aria-label={`${words.remove}: ${token.name}`}
              onClick={() => setDeleting(token)}
            >
              <IconTrash size={15} />
            </ActionIcon>
          </Tooltip>
        ))}
        rows={list.data?.results}
        rowKey={(token) => token.id}
        empty={
          <PageNotice icon={<IconKey />} title={words.empty}>
            {words.emptyText}
          </PageNotice>
        }
      />
      {creating && (
        <CreateTokenDialog
          onClose={() => setCreating(false)}
          onSubmit={async (wanted) => {
            const token = await tokens.create(wanted);
            setCreated(token);
            await renew();
          }}
        />
      )}
      <CreatedTokenDialog token={created} onClose={() => setCreated(undefined)} />
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.name ?? '')}
        confirmLabel={words.remove}
        onConfirm={async () => {
          await tokens.remove(deleting!.id);
          await renew();
          toast(words.removed(deleting!.name));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  );
}
