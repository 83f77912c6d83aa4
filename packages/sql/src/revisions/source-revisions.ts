import type { JsonObject } from '@windhover/model';
import type { SourceRevision, SourceRevisionStore } from '@windhover/ports';
import { changing, type SqlStep } from '../sql-step.ts';
import { rawSql, sql, type Row, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

/** Where sources of one kind lie. Names of tables and columns are texts of our own. */
export interface SourceTables {
  /** For conflicts. */
  readonly thing: string;
  /** Which revision of each is the newest. */
  readonly newest: string;
  readonly revisions: string;
  /** The column of the id in both. */
  readonly idColumn: string;
}

export interface SourceRevisions {
  readonly sources: SourceRevisionStore;
  /** Each as `n`, with its newest revision as `r`. Follows `from`. */
  readonly withRevision: Sql;
  toRevision(row: Row): SourceRevision;
}

/** Sources of one tenant with their revisions. */
export function sourceRevisions({ tenant, reads, write }: ScopeDeps, tables: SourceTables): SourceRevisions {
  const { thing, idColumn } = tables;
  const [newest, revisions, id] = [tables.newest, tables.revisions, idColumn].map(rawSql) as [Sql, Sql, Sql];
  const withRevision = sql`${newest} n join ${revisions} r on r.tenant_id = n.tenant_id
    and r.namespace = n.namespace and r.${id} = n.${id} and r.revision = n.revision`;
  const toRevision = (row: Row): SourceRevision => {
    const createdBy = row['created_by'] as string | null;
    return {
      namespace: row['namespace'] as string,
      id: row[idColumn] as string,
      revision: row['revision'] as number,
      source: row['source'] as string,
      document: JSON.parse(row['document'] as string) as JsonObject,
      deleted: row['deleted'] === 1,
      createdAt: row['created_at'] as number,
      ...(createdBy !== null && { createdBy }),
    };
  };

  const sources: SourceRevisionStore = {
    async findLatest(namespace, ofId) {
      const row = await reads.one(
        sql`select r.* from ${withRevision}
          where n.tenant_id = ${tenant} and n.namespace = ${namespace} and n.${id} = ${ofId}`,
      );
      return row && toRevision(row);
    },

    async findRevision(namespace, ofId, revision) {
      const row = await reads.one(
        sql`select * from ${revisions}
          where tenant_id = ${tenant} and namespace = ${namespace} and ${id} = ${ofId} and revision = ${revision}`,
      );
      return row && toRevision(row);
    },

    async listNamespaces() {
      const rows = await reads.list(
        sql`select distinct namespace from ${newest} where tenant_id = ${tenant} and deleted = 0 order by namespace`,
      );
      return rows.map((row) => row['namespace'] as string);
    },

    append: (revision) => write(...appendRevision(revision)),
  };
  return { sources, withRevision, toRevision };

  /** Refused unless the newest revision's number is one less: two saves at once have one winner. */
  function appendRevision({ namespace, source, document, createdAt, ...saved }: SourceRevision): readonly SqlStep[] {
    const { revision, createdBy = null } = saved;
    const deleted = Number(saved.deleted);
    const refusal = { thing, id: `${namespace}.${saved.id}` };
    return [
      changing(
        refusal,
        revision === 1
          ? sql`insert into ${newest}(tenant_id, namespace, ${id}, revision, deleted)
              values (${tenant}, ${namespace}, ${saved.id}, 1, ${deleted})`
          : sql`update ${newest} set revision = ${revision}, deleted = ${deleted}
              where tenant_id = ${tenant} and namespace = ${namespace} and ${id} = ${saved.id}
                and revision = ${revision - 1}`,
      ),
      changing(
        refusal,
        sql`insert into ${revisions}(tenant_id, namespace, ${id}, revision, source, document, deleted, created_at, created_by)
          values (${tenant}, ${namespace}, ${saved.id}, ${revision}, ${source}, ${JSON.stringify(document)}, ${deleted},
            ${createdAt}, ${createdBy})`,
      ),
    ];
  }
}
