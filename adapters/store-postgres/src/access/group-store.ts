import type { Group, GroupMember } from '@windhover/model';
import type { AccessStore } from '@windhover/ports';
import { scopeWrites } from '../scope-writes.ts';
import { anyContains, textFilter, toConditions, type FilterFields } from '../search/filters.ts';
import { orderOf, readPage, type SortFields } from '../search/page.ts';
import { sql } from '../search/sql-text.ts';
import { changing, step } from '../step.ts';
import type { Row } from '../connection/statement.ts';
import type { AccessStoreDeps } from './access-store.ts';

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

export function groupStore({ key, reads }: AccessStoreDeps): GroupStore {
  const write = scopeWrites(key);
  return {
    async findGroup(id) {
      const row = await reads.one('select body from groups where tenant_id = $1 and group_id = $2', key, id);
      return row && toGroup(row);
    },

    async listGroups() {
      const text = 'select body from groups where tenant_id = $1 order by group_id';
      return (await reads.list(text, key)).map(toGroup);
    },

    searchGroups: (filters, page) =>
      readPage(
        reads,
        {
          columns: sql`body`,
          from: sql`groups`,
          where: [sql`tenant_id = ${key}`, ...toConditions(filters, filterFields)],
          orderBy: orderOf(page.sort, sortFields, groupId),
        },
        page,
        toGroup,
      ),

    insertGroup: (group) =>
      write(
        changing(
          { thing: 'Group', id: group.name },
          'insert into groups(tenant_id, group_id, name, body) values ($1, $2, $3, $4)',
          key,
          group.id,
          group.name,
          JSON.stringify(group),
        ),
      ),

    updateGroup: (group) =>
      write(
        changing(
          { thing: 'Group', id: group.name },
          'update groups set name = $1, body = $2 where tenant_id = $3 and group_id = $4',
          group.name,
          JSON.stringify(group),
          key,
          group.id,
        ),
      ),

    deleteGroup: (id) =>
      write(
        step('delete from group_members where tenant_id = $1 and group_id = $2', key, id),
        step(`delete from bindings where tenant_id = $1 and external_id = $2 and type = 'GROUP'`, key, id),
        step('delete from groups where tenant_id = $1 and group_id = $2', key, id),
      ),

    async listMembers(by) {
      if ('userId' in by) {
        const ofUser = 'select * from group_members where tenant_id = $1 and user_id = $2 order by group_id';
        return (await reads.list(ofUser, key, by.userId)).map(toMember);
      }
      const ofGroup = 'select * from group_members where tenant_id = $1 and group_id = $2 order by user_id';
      return (await reads.list(ofGroup, key, by.groupId)).map(toMember);
    },

    putMember: (member) =>
      write(
        step(
          `insert into group_members(tenant_id, group_id, user_id, membership, managed_externally)
           values ($1, $2, $3, $4, $5) on conflict(tenant_id, group_id, user_id)
           do update set membership = excluded.membership, managed_externally = excluded.managed_externally`,
          key,
          member.groupId,
          member.userId,
          member.membership,
          Number(member.managedExternally ?? false),
        ),
      ),

    deleteMember: (group, userId) =>
      write(
        step('delete from group_members where tenant_id = $1 and group_id = $2 and user_id = $3', key, group, userId),
      ),
  };
}

function toGroup(row: Row): Group {
  return JSON.parse(row['body'] as string) as Group;
}

function toMember(row: Row): GroupMember {
  return {
    groupId: row['group_id'] as string,
    userId: row['user_id'] as string,
    membership: row['membership'] as GroupMember['membership'],
    ...(row['managed_externally'] === 1 && { managedExternally: true }),
  };
}
