import { IconMail } from '@tabler/icons-react';
import { useState } from 'react';
import { invitations, type WireInvitation } from '../../api/invitations.ts';
import { contextPath } from '../../api/mount.ts';
import { lacking } from '../../auth/lacking.ts';
import { usePermissions } from '../../auth/permissions.ts';
import { CreateButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { ShownOnceDialog } from '../../components/shown-once-dialog.tsx';
import { Ago } from '../../components/time.tsx';
import { toast } from '../../components/toast.ts';
import { useDeletion } from '../../components/use-deletion.tsx';
import { useSearchedList } from '../../components/use-searched-list.tsx';
import { invitationText as words } from '../../messages/en-invitations.ts';
import { t } from '../../messages/en.ts';
import { tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { InviteDialog } from './invite-dialog.tsx';

const columns: readonly Column<WireInvitation>[] = [
  { id: 'email', header: words.columns.email, cell: ({ email }) => <span title={email}>{email}</span> },
  {
    id: 'rights',
    header: words.columns.rights,
    cell: (invitation) => <span title={rightsOf(invitation)}>{rightsOf(invitation)}</span>,
  },
  { id: 'status', header: words.columns.status, width: 110, cell: ({ status }) => words.statuses[status] },
  { id: 'sent', minor: true, header: words.columns.sent, width: 120, cell: ({ sentAt }) => <Ago date={sentAt} /> },
  { id: 'expires', header: words.columns.expires, width: 120, cell: ({ expiredAt }) => <Ago date={expiredAt} /> },
];

/** Who is invited into the tenant, and what they get when they come. */
export function InvitationsPage() {
  const tenant = useTenant();
  const permissions = usePermissions();
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<WireInvitation>();
  const list = useSearchedList({
    queryKey: tenantKey(tenant, 'invitations'),
    searchLabel: words.search,
    fetch: (query) => invitations.list(tenant, query),
  });
  const deletion = useDeletion<WireInvitation>({
    words,
    nameOf: ({ email }) => email,
    whyNot: () => lacking(permissions, 'INVITATION:DELETE'),
    remove: async ({ id }) => {
      await invitations.remove(tenant, id);
      await list.renew();
    },
  });
  return (
    <ListPage
      title={t.invitations.title}
      list={list}
      columns={[...columns, deletion.column]}
      rowKey={({ id }) => id}
      create={
        <CreateButton
          label={words.create}
          reason={lacking(permissions, 'INVITATION:CREATE')}
          onClick={() => setInviting(true)}
        />
      }
      icon={<IconMail />}
      empty={words.empty}
      emptyText={words.emptyText}
    >
      {inviting && (
        <InviteDialog
          onClose={() => setInviting(false)}
          onInvited={async (email, invitation) => {
            await list.renew();
            if (invitation === undefined) toast(words.letIn(email));
            else setMade(invitation);
          }}
        />
      )}
      <ShownOnceDialog
        title={words.linkTitle(made?.email ?? '')}
        text={words.linkText}
        secret={made?.link === undefined ? undefined : whole(made.link)}
        label={words.link}
        onClose={() => setMade(undefined)}
      />
      {deletion.question}
    </ListPage>
  );
}

function rightsOf({ roles, groups, superAdmin }: WireInvitation): string {
  const rights = [
    ...roles.map(({ name, namespaces }) => words.roleIn(name, namespaces)),
    ...groups.map(({ name }) => words.group(name)),
    ...(superAdmin ? [words.superAdmin] : []),
  ];
  return rights.length === 0 ? words.noRights : rights.join(', ');
}

/** A server that was not told its address gives the path alone. */
function whole(link: string): string {
  return link.startsWith('/') ? `${window.location.origin}${contextPath}${link}` : link;
}
