import type { Group, GroupMember } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { changing, step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

type GroupStore = Pick<
  AccessStore,
  | 'findGroup'
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
const sortFields: SortFields = { id: groupId, name };

export function groupStore({ tenant, reads, dialect, write }: ScopeDeps): GroupStore {
  return {
    async findGroup(id) {
      const row = await reads.one(sql`select body from groups where tenant_id = ${tenant} and group_id = ${id}`);
      return row && fromBody<Group>(row);
    },

    async listGroups() {
      const rows = await reads.list(sql`select body from groups where tenant_id = ${tenant} order by group_id`);
      return rows.map(fromBody<Group>);
    },

    searchGroups: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`groups`,
          where: [sql`tenant_id = ${tenant}`, ...toConditions(filters, filterFields, dialect)],
          orderBy: orderOf(page.sort, sortFields, groupId),
        },
        page,
        fromBody<Group>,
      ),

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
