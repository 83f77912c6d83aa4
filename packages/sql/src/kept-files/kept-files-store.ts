import type { KeptFiles, KeptFilesStore } from '@windhover/ports';
import { step } from '../sql-step.ts';
import { sql, type Row } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

const columns = sql`execution_id, parent_id, kept_with, stays`;

/** Deleted executions of one tenant whose files stay. */
export function keptFilesStore({ tenant, reads, writeRetained }: ScopeDeps): KeptFilesStore {
  return {
    async find(executionId) {
      const row = await reads.one(
        sql`select ${columns} from kept_files where tenant_id = ${tenant} and execution_id = ${executionId}`,
      );
      return row && fromRow(row);
    },

    async listWith(executionId) {
      const [rows] = await reads.all([
        sql`select ${columns} from kept_files where tenant_id = ${tenant} and kept_with = ${executionId}`,
      ]);
      return rows!.map(fromRow);
    },

    async isReplayed(executionId) {
      const row = await reads.one(
        sql`select 1 as found where exists (select 1 from executions where tenant_id = ${tenant} and parent_id = ${executionId})
          or exists (select 1 from kept_files where tenant_id = ${tenant} and parent_id = ${executionId})`,
      );
      return row !== undefined;
    },

    keep: ({ executionId, parentId, keptWith, stays }) =>
      writeRetained(
        step(
          sql`insert into kept_files(tenant_id, execution_id, parent_id, kept_with, stays)
            values (${tenant}, ${executionId}, ${parentId ?? null}, ${keptWith ?? null}, ${stays ? 1 : 0})`,
        ),
      ),

    forget: (executionId) =>
      writeRetained(
        step(
          sql`delete from kept_files where tenant_id = ${tenant} and (execution_id = ${executionId} or kept_with = ${executionId})`,
        ),
      ),
  };
}

function fromRow(row: Row): KeptFiles {
  return {
    executionId: row['execution_id'] as string,
    parentId: (row['parent_id'] as string | null) ?? undefined,
    keptWith: (row['kept_with'] as string | null) ?? undefined,
    stays: row['stays'] === 1,
  };
}
