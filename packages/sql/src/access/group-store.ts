import type { Group, GroupMember } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { anyContains, textFilter, type FilterFields } from '../search/filters.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';
import { bodiesById } from './bodies-by-id.ts';

type GroupStore = Pick<
  AccessStore,
  | 'findGroup'
  | 'findGroups'
  | 'listGroups'
  | 'searchGroups'
  | 'insertGroup'
  | 'updateGroup'
  | 'deleteGroup'
  | 'listMembers'
  | 'putMember'
  | 'deleteMember'
>;

const groupId = sql`group_id`;
const name = sql`name`;
const filterFields: FilterFields = {
  q: anyContains([name]),
  query: anyContains([name]),
  id: textFilter(groupId),
  name: textFilter(name),
};

export function groupStore(deps: ScopeDeps): GroupStore {
  const { tenant, reads, write } = deps;
  const groups = bodiesById<Group>(deps, { table: sql`groups`, id: groupId, filterFields });
  return {
    findGroup: groups.find,
    findGroups: groups.findAll,
    listGroups: groups.list,
    searchGroups: groups.search,

    insertGroup: (group) =>
      write(
        changing(
          { thing: 'Group', id: group.name },
          sql`insert into groups(tenant_id, group_id, name, body)
            values (${tenant}, ${group.id}, ${group.name}, ${JSON.stringify(group)})`,
        ),
      ),

    updateGroup: (group) =>
      write(
        changing(
          { thing: 'Group', id: group.name },
          sql`update groups set name = ${group.name}, body = ${JSON.stringify(group)}
            where tenant_id = ${tenant} and group_id = ${group.id}`,
        ),
      ),

    deleteGroup: (id) =>
      write(
        step(sql`delete from group_members where tenant_id = ${tenant} and group_id = ${id}`),
        step(sql`delete from bindings where tenant_id = ${tenant} and external_id = ${id} and type = 'GROUP'`),
        step(sql`delete from scim_links where tenant_id = ${tenant} and resource_id = ${id} and kind = 'Group'`),
        step(sql`delete from groups where tenant_id = ${tenant} and group_id = ${id}`),
      ),

    async listMembers(by) {
      const rows =
        'userId' in by
          ? await reads.few(
              sql`select * from group_members where tenant_id = ${tenant} and user_id = ${by.userId} order by group_id`,
            )
          : await reads.list(
              sql`select * from group_members where tenant_id = ${tenant} and group_id = ${by.groupId} order by user_id`,
            );
      return rows.map(toMember);
    },

    putMember: (member) =>
      write(
        step(
          sql`insert into group_members(tenant_id, group_id, user_id, membership, managed_externally)
            values (${tenant}, ${member.groupId}, ${member.userId}, ${member.membership},
              ${Number(member.managedExternally ?? false)})
            on conflict(tenant_id, group_id, user_id)
            do update set membership = excluded.membership, managed_externally = excluded.managed_externally`,
        ),
      ),

    deleteMember: (group, userId) =>
      write(
        step(
          sql`delete from group_members where tenant_id = ${tenant} and group_id = ${group} and user_id = ${userId}`,
        ),
      ),
  };
}

function toMember(row: Row): GroupMember {
  return {
    groupId: row['group_id'] as string,
    userId: row['user_id'] as string,
    membership: row['membership'] as GroupMember['membership'],
    ...(row['managed_externally'] === 1 && { managedExternally: true }),
  };
}
