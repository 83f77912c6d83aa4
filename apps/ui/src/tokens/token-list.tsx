import { useQuery } from '@tanstack/react-query';
import { IconKey } from '@tabler/icons-react';
import { useState } from 'react';
import type { ApiTokens, CreatedApiToken, WireApiToken } from '../api/api-tokens.ts';
import { CreateButton } from '../components/action-button.tsx';
import type { Column } from '../components/data-table.tsx';
import { FilterBar } from '../components/filter-bar.tsx';
import { ListView } from '../components/list-view.tsx';
import { NothingListed } from '../components/nothing-listed.tsx';
import { ShownOnceDialog } from '../components/shown-once-dialog.tsx';
import { Ago } from '../components/time.tsx';
import { useDeletion } from '../components/use-deletion.tsx';
import { administrationText } from '../messages/en-administration.ts';
import { queryClient } from '../query-client.ts';
import { CreateTokenDialog } from './create-token-dialog.tsx';

const words = administrationText.tokens;

const columns: readonly Column<WireApiToken>[] = [
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
  const list = useQuery({ queryKey, queryFn: tokens.list });
  const renew = () => queryClient.invalidateQueries({ queryKey });
  const deletion = useDeletion<WireApiToken>({
    words,
    nameOf: (token) => token.name,
    whyNot: () => whyNotChange,
    remove: async (token) => {
      await tokens.remove(token.id);
      await renew();
    },
  });
  const create = <CreateButton label={words.create} reason={whyNotChange} onClick={() => setCreating(true)} />;
  return (
    <>
      <FilterBar end={create}>{about !== undefined && <span className="dim">{about}</span>}</FilterBar>
      <ListView
        label={words.mineTitle}
        list={list}
        columns={[...columns, deletion.column]}
        rows={list.data?.results}
        rowKey={(token) => token.id}
        empty={<NothingListed icon={<IconKey />} title={words.empty} text={words.emptyText} action={create} />}
      />
      {creating && (
        <CreateTokenDialog
          onClose={() => setCreating(false)}
          onSubmit={async (wanted) => {
            setCreated(await tokens.create(wanted));
            await renew();
          }}
        />
      )}
      <ShownOnceDialog
        title={words.shownTitle(created?.name ?? '')}
        text={words.shownText}
        secret={created?.fullToken}
        label={words.token}
        onClose={() => setCreated(undefined)}
      />
      {deletion.question}
    </>
  );
}
