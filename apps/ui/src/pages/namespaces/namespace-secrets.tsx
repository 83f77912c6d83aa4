import { ActionIcon, Button, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { IconKey, IconPlus, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { secrets, type WireSecret } from '../../api/secrets.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable, type Column } from '../../components/data-table.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { Labels } from '../../components/labels.tsx';
import { PageError, PageNotice } from '../../components/page-state.tsx';
import { RowButton } from '../../components/row-button.tsx';
import { toast } from '../../components/toast.ts';
import { namespaceText } from '../../messages/en-namespaces.ts';
import { t } from '../../messages/en.ts';
import { paths } from '../../paths.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { SecretDialog } from './secret-dialog.tsx';

const words = namespaceText.secrets;

const columns = (
  key: Column<WireSecret>['cell'],
  actions: Column<WireSecret>['cell'],
): readonly Column<WireSecret>[] => [
  { id: 'key', header: words.columns.key, cell: key },
  {
    id: 'description',
    header: words.columns.description,
    cell: (secret) => <span title={secret.description}>{secret.description}</span>,
  },
  { id: 'tags', minor: true, header: words.columns.tags, cell: (secret) => <Labels labels={secret.tags} /> },
  { id: 'actions', header: '', width: 64, align: 'right', cell: actions },
];

/** The secrets of a namespace by name, and below them those that it sees from the namespaces above. */
export function NamespaceSecrets({ namespace }: { readonly namespace: string }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [editing, setEditing] = useState<WireSecret | 'new'>();
  const [deleting, setDeleting] = useState<WireSecret>();
  const list = useQuery({
    queryKey: tenantKey(tenant, 'secrets', namespace),
    queryFn: async () => {
      const [own, seen] = await Promise.all([secrets.list(tenant, namespace), secrets.inherited(tenant, namespace)]);
      return { readOnly: own.readOnly, rows: [...own.results, ...inheritedOf(namespace, seen)] };
    },
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: tenantKey(tenant, 'secrets', namespace) });
  const readOnly = list.data?.readOnly === true ? words.readOnly : undefined;
  const missing = (...actions: readonly string[]) =>
    actions.some((action) => permissions.can(`SECRET:${action}`, namespace))
      ? readOnly
      : t.tenants.needs(`SECRET:${actions.join('/')}`);
  const whyNotCreate = missing('CREATE', 'UPDATE');
  const whyNotUpdate = missing('UPDATE');
  const whyNotDelete = missing('DELETE');
  const create = (
    <Tooltip label={whyNotCreate} disabled={whyNotCreate === undefined}>
      <Button
        leftSection={<IconPlus size={15} />}
        disabled={whyNotCreate !== undefined}
        onClick={() => setEditing('new')}
      >
        {words.create}
      </Button>
    </Tooltip>
  );
  if (list.error !== null) return <PageError error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <>
      <FilterBar end={create}>{null}</FilterBar>
      <DataTable
        label={namespaceText.tabs.secrets}
        columns={columns(
          (secret) =>
            secret.namespace !== namespace ? (
              <>
                <span>{secret.key}</span>{' '}
                <Link className="dim" to={paths.namespace(tenant, secret.namespace, 'secrets')}>
                  {namespaceText.inherited(secret.namespace)}
                </Link>
              </>
            ) : whyNotUpdate === undefined ? (
              <RowButton onClick={() => setEditing(secret)}>{secret.key}</RowButton>
            ) : (
              <span title={whyNotUpdate}>{secret.key}</span>
            ),
          (secret) =>
            secret.namespace === namespace && (
              <Tooltip label={whyNotDelete ?? words.remove}>
                <ActionIcon
                  size={24}
                  disabled={whyNotDelete !== undefined}
                  aria-label={`${words.remove}: ${secret.key}`}
                  onClick={() => setDeleting(secret)}
                >
                  <IconTrash size={15} />
                </ActionIcon>
              </Tooltip>
            ),
        )}
        rows={list.data?.rows}
        rowKey={(secret) => `${secret.namespace} ${secret.key}`}
        empty={
          <PageNotice icon={<IconKey />} title={words.empty}>
            {words.emptyText}
          </PageNotice>
        }
      />
      <SecretDialog namespace={namespace} secret={editing} onClose={() => setEditing(undefined)} onSaved={renew} />
      <ConfirmDialog
        opened={deleting !== undefined}
        title={words.removeTitle(deleting?.key ?? '')}
        confirmLabel={words.remove}
        typeToConfirm={deleting?.key ?? ''}
        onConfirm={async () => {
          await secrets.remove(tenant, namespace, deleting!.key);
          await renew();
          toast(words.removed(deleting!.key));
        }}
        onClose={() => setDeleting(undefined)}
      >
        {words.removeText}
      </ConfirmDialog>
    </>
  );
}

/** Of the namespaces above, those whose key no nearer one has. */
function inheritedOf(namespace: string, seen: Readonly<Record<string, readonly string[]>>): readonly WireSecret[] {
  const nearer = new Set(seen[namespace]);
  return Object.keys(seen)
    .filter((place) => place !== namespace)
    .toSorted((left, right) => right.length - left.length)
    .flatMap((place) =>
      seen[place]!.filter((key) => !nearer.has(key) && nearer.add(key)).map((key) => ({
        namespace: place,
        key,
        tags: [],
      })),
    );
}
