import { NativeSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconUserPlus, IconUsersGroup } from '@tabler/icons-react';
import { useState } from 'react';
import { members as tenantMembers } from '../../api/access.ts';
import { groups, type Membership, type WireGroup, type WireGroupMember } from '../../api/groups.ts';
import { lacking } from '../../auth/lacking.ts';
import { useOwnGroups, usePermissions } from '../../auth/permissions.ts';
import { ActionButton } from '../../components/action-button.tsx';
import type { Column } from '../../components/data-table.tsx';
import { DialogForm } from '../../components/dialog-form.tsx';
import { FilterBar } from '../../components/filter-bar.tsx';
import { ListView } from '../../components/list-view.tsx';
import { NothingListed } from '../../components/nothing-listed.tsx';
import { toast, toastError } from '../../components/toast.ts';
import { useDeletion } from '../../components/use-deletion.tsx';
import { usePaging } from '../../components/use-paging.tsx';
import { administrationText } from '../../messages/en-administration.ts';
import { queryClient, tenantKey } from '../../query-client.ts';
import { useTenant } from '../../tenants/use-tenant.ts';

const words = administrationText.groups.members;

const columns = (membership: Column<WireGroupMember>['cell']): readonly Column<WireGroupMember>[] => [
  { id: 'who', header: words.columns.who, cell: nameOf },
  { id: 'membership', header: words.columns.membership, width: 180, cell: membership },
];

/** Who is in a group. Owners manage it without a permission. */
export function GroupMembers({ group }: { readonly group: WireGroup }) {
  const tenant = useTenant();
  const permissions = usePermissions();
  const isOwner = useOwnGroups().some(({ id, membership }) => id === group.id && membership === 'OWNER');
  const reason = isOwner ? undefined : lacking(permissions, 'GROUP:MANAGE_MEMBERS');
  const { page, size, pager } = usePaging();
  const [adding, setAdding] = useState(false);
  const key = tenantKey(tenant, 'group', group.id, 'members');
  const list = useQuery({
    queryKey: [...key, page, size],
    queryFn: () => groups.members(tenant, group.id, { page, size }),
    placeholderData: (before) => before,
  });
  const renew = () => queryClient.invalidateQueries({ queryKey: key });
  const setMembership = (member: WireGroupMember, membership: Membership) =>
    void groups
      .setMembership(tenant, group.id, member.id, membership)
      .then(renew, (error: unknown) => toastError(words.changeFailed, error));
  const deletion = useDeletion<WireGroupMember>({
    words,
    nameOf,
    whyNot: () => reason,
    remove: async (member) => {
      await groups.removeMember(tenant, group.id, member.id);
      await renew();
    },
  });
  const membershipOf = (member: WireGroupMember) => (
    <NativeSelect
      size="xs"
      w={130}
      aria-label={words.membershipOf(nameOf(member))}
      title={reason ?? words.ownerText}
      disabled={reason !== undefined}
      value={membershipIn(group, member)}
      onChange={(event) => setMembership(member, event.currentTarget.value as Membership)}
      data={[
        { value: 'MEMBER', label: words.member },
        { value: 'OWNER', label: words.owner },
      ]}
    />
  );
  return (
    <>
      <FilterBar
        end={
          <ActionButton
            primary
            label={words.add}
            icon={<IconUserPlus size={15} />}
            reason={reason}
            onClick={() => setAdding(true)}
          />
        }
      >
        <span className="dim">{group.description}</span>
      </FilterBar>
      <ListView
        label={words.title}
        list={list}
        columns={[...columns(membershipOf), deletion.column]}
        rows={list.data?.results}
        rowKey={(member) => member.id}
        empty={<NothingListed icon={<IconUsersGroup />} title={words.empty} />}
        foot={pager(list.data?.total ?? 0)}
      />
      {adding && <AddDialog group={group} onClose={() => setAdding(false)} onAdded={renew} />}
      {deletion.question}
    </>
  );
}

interface AddDialogProps {
  readonly group: WireGroup;
  readonly onClose: () => void;
  readonly onAdded: () => Promise<unknown>;
}

function AddDialog({ group, onClose, onAdded }: AddDialogProps) {
  const tenant = useTenant();
  const [userId, setUserId] = useState<string | null>(null);
  const people = useQuery({
    queryKey: tenantKey(tenant, 'members'),
    queryFn: () => tenantMembers.list(tenant, { page: 1, size: 1_000 }),
  });
  const choices = (people.data?.results ?? []).map((person) => ({ value: person.userId, label: person.username }));
  return (
    <DialogForm
      opened
      title={words.add}
      action={words.add}
      ready={userId !== null}
      onSubmit={async () => {
        await groups.addMember(tenant, group.id, userId!);
        await onAdded();
        toast(words.added(choices.find(({ value }) => value === userId)?.label ?? ''));
      }}
      onClose={onClose}
    >
      <Select data-autofocus label={words.person} data={choices} value={userId} onChange={setUserId} searchable />
    </DialogForm>
  );
}

function nameOf(member: WireGroupMember): string {
  return member.displayName === '' ? member.username : member.displayName;
}

function membershipIn(group: WireGroup, member: WireGroupMember): Membership {
  return member.groups.find(({ id }) => id === group.id)?.membership ?? 'MEMBER';
}
