import type { FileRevision } from '@windhover/model';
import type { FileRevisionStore } from '@windhover/ports';
import { changing, step } from '../sql-step.ts';
import { sql, type Row, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function fileRevisionStore({ tenant, reads, write }: ScopeDeps): FileRevisionStore {
  const select = sql`select namespace, path, revision, created_at, body from file_revisions r where tenant_id = ${tenant}`;
  const ofPath = (namespace: string, path: string): Sql => sql`namespace = ${namespace} and path = ${path}`;
  const isNewest = sql`not exists (select 1 from file_revisions later where later.tenant_id = ${tenant}
    and later.namespace = r.namespace and later.path = r.path and later.revision > r.revision)`;
  return {
    async find(namespace, path, revision) {
      const row = await reads.one(sql`${select} and ${ofPath(namespace, path)} and revision = ${revision}`);
      return row && toRevision(row);
    },

    async findNewest(namespace, path) {
      const row = await reads.one(sql`${select} and ${ofPath(namespace, path)} order by revision desc limit 1`);
      return row && toRevision(row);
    },

    async list(namespace, path) {
      return (await reads.few(sql`${select} and ${ofPath(namespace, path)} order by revision`)).map(toRevision);
    },

    async listNewest(namespace, path) {
      const root = path === '/' ? '' : path;
      // '0' is the character after '/': between the two lies what is below
      const below = sql`path > ${`${root}/`} and path < ${`${root}0`}`;
      const rows = await reads.list(
        sql`${select} and namespace = ${namespace} and (path = ${path} or (${below})) and ${isNewest} order by path`,
      );
      return rows.map(toRevision);
    },

    async listAll() {
      return (await reads.list(sql`${select} and ${isNewest} order by namespace, path`)).map(toRevision);
    },

    async listContentIds(namespace) {
      const rows = await reads.list(sql`${select} and namespace = ${namespace} and deleted = 0`);
      return rows.flatMap((row) => toRevision(row).content?.id ?? []);
    },

    async listDeleted(namespace) {
      const rows = await reads.list(
        sql`${select} and namespace = ${namespace} and deleted = 1 and ${isNewest} order by created_at desc, path`,
      );
      return rows.map(toRevision);
    },

    insert: ({ namespace, path, revision, createdAt, createdBy, content }) =>
      write(
        changing(
          { thing: 'File revision', id: path },
          sql`insert into file_revisions(tenant_id, namespace, path, revision, created_at, deleted, body)
            values (${tenant}, ${namespace}, ${path}, ${revision}, ${createdAt}, ${Number(content === undefined)},
              ${JSON.stringify({ createdBy, content })})`,
        ),
      ),

    move: (namespace, from, to, offset) =>
      write(
        changing(
          { thing: 'File revision', id: from },
          sql`update file_revisions set path = ${to}, revision = revision + ${offset}
            where tenant_id = ${tenant} and ${ofPath(namespace, from)}`,
        ),
      ),

    delete: (namespace, path, revision) =>
      write(
        step(
          sql`delete from file_revisions
            where tenant_id = ${tenant} and ${ofPath(namespace, path)} and revision = ${revision}`,
        ),
      ),
  };
}

function toRevision(row: Row): FileRevision {
  return {
    namespace: row['namespace'] as string,
    path: row['path'] as string,
    revision: row['revision'] as number,
    createdAt: row['created_at'] as number,
    ...(JSON.parse(row['body'] as string) as Pick<FileRevision, 'createdBy' | 'content'>),
  };
}
