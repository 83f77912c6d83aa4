import type { WorkerGroup, WorkerToken } from '@windhover/model';
import type { WorkerGroupStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { changing, step } from '../sql-step.ts';
import { sql } from '../sql-text.ts';
import type { InstanceDeps } from '../store-deps.ts';

const thing = 'Worker group';

export function workerGroupStore({ reads, write }: InstanceDeps): WorkerGroupStore {
  return {
    async list() {
      const rows = await reads.list(sql`select body from worker_groups order by group_id`);
      return rows.map(fromBody<WorkerGroup>);
    },

    async find(id) {
      const row = await reads.one(sql`select body from worker_groups where group_id = ${id}`);
      return row && fromBody<WorkerGroup>(row);
    },

    insert: (group) =>
      write(
        changing(
          { thing, id: group.id },
          sql`insert into worker_groups(group_id, body) values (${group.id}, ${JSON.stringify(group)})`,
        ),
      ),

    update: (group) =>
      write(
        changing(
          { thing, id: group.id },
          sql`update worker_groups set body = ${JSON.stringify(group)} where group_id = ${group.id}`,
        ),
      ),

    delete: (id) =>
      write(
        changing({ thing, id }, sql`delete from worker_groups where group_id = ${id}`),
        step(sql`delete from worker_tokens where group_id = ${id}`),
      ),

    async listTokens() {
      const rows = await reads.list(sql`select body from worker_tokens order by token_id`);
      return rows.map(fromBody<WorkerToken>);
    },

    async findTokens(prefix) {
      const rows = await reads.few(sql`select body from worker_tokens where prefix = ${prefix} order by token_id`);
      return rows.map(fromBody<WorkerToken>);
    },

    insertToken: (token) =>
      write(
        changing(
          { thing: 'Worker token', id: token.id },
          sql`insert into worker_tokens(token_id, group_id, prefix, body)
            values (${token.id}, ${token.groupId}, ${token.prefix}, ${JSON.stringify(token)})`,
        ),
      ),

    updateToken: (token) =>
      write(
        step(
          sql`update worker_tokens set body = ${JSON.stringify(token)}
            where token_id = ${token.id} and group_id = ${token.groupId}`,
        ),
      ),

    deleteToken: (groupId, id) =>
      write(
        changing(
          { thing: 'Worker token', id },
          sql`delete from worker_tokens where token_id = ${id} and group_id = ${groupId}`,
        ),
      ),
  };
}
