import { DatabaseUnavailable } from '@windhover/model';
import { Conflict, type EngineCommit, type ShardStore } from '@windhover/ports';
import { shardReads } from '@windhover/sql';
import { integerArray, textArray } from '../connection/array-parameter.ts';
import type { Connections } from '../connection/connections.ts';
import { divisionByZero, isRetryable, StatementFailed, uniqueViolation } from '../connection/database-errors.ts';
import { fixed } from '../connection/statement.ts';
import { dialect } from '../dialect.ts';
import type { Lanes } from '../lanes.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import type { Reads } from '../reads.ts';
import { sqlReads } from '../sql-reads.ts';
import { findConflict } from './commit-conflict.ts';
import { toCommitStatement } from './engine-commit.ts';
import type { Membership } from './membership.ts';

/** As many as the first migration has made. */
const allShards: readonly number[] = Array.from({ length: 64 }, (_, shard) => shard);

/** The increment of the sequence. */
const runsAtOnce = 1_000;

export interface ShardStoreDeps {
  readonly connections: Connections;
  readonly lanes: Lanes;
  readonly membership: Membership;
  readonly reads: Reads;
  readonly settings: TransactionSettings;
}

export function shardStore({ connections, lanes, membership, reads, settings }: ShardStoreDeps): ShardStore {
  const entering = enter(engine, settings);

  async function attempt(commit: EngineCommit): Promise<'committed' | 'fenced'> {
    try {
      const answers = await connections.commit([entering, toCommitStatement(commit)]);
      return answers[1]!.rows[0]!['fenced'] === 0 ? 'fenced' : 'committed';
    } catch (error) {
      if (isRetryable(error)) return attempt(commit);
      // Its outcome is unknown: whoever waits for it is not told that it failed, it is looked up once the shard is loaded
      if (error instanceof DatabaseUnavailable) throw new Error(error.message, { cause: error });
      const isConflict =
        error instanceof StatementFailed && (error.code === uniqueViolation || error.code === divisionByZero);
      if (!isConflict) throw error;
      const conflict = await findConflict(reads, commit.rows, error);
      throw conflict === undefined ? error : new Conflict(conflict.thing, conflict.id);
    }
  }

  return {
    ...shardReads(sqlReads(reads), dialect),

    shards: allShards,

    join: (member) => membership.join(member),

    take: (shards, owner) => lanes.run(shards.map(laneOf), () => membership.take(shards, owner)),

    giveBack: (shards) => lanes.run(shards.map(laneOf), () => membership.giveBack(shards)),

    commit: (commit) =>
      lanes.follow(
        commit.owned.map(({ shard }) => laneOf(shard)),
        () => attempt(commit),
      ),

    // The sequence moves on by as many, whatever becomes of this transaction.
    async reserveRuns() {
      const row = await reads.one(`select nextval('runs') as first`);
      return { first: row?.['first'] as number, count: runsAtOnce };
    },

    async post(rows) {
      const sql = `insert into inbox(shard, kind, tenant_id, execution_id, event)
        select shard, 'mail', tenant_id, execution_id, event
        from unnest($1::integer[], $2::text[], $3::text[], $4::text[]) with ordinality n(shard, tenant_id, execution_id, event, place)
        order by place returning seq`;
      const answers = await connections.run('write', [
        entering,
        fixed(
          sql,
          integerArray(rows.map(({ shard }) => shard)),
          textArray(rows.map(({ tenantKey }) => tenantKey)),
          textArray(rows.map(({ executionId }) => executionId)),
          textArray(rows.map(({ event }) => event)),
        ),
      ]);
      return answers[1]!.rows.map((row) => row['seq'] as number);
    },
  };
}

/** Commits of a shard take effect in the order of the calls. */
function laneOf(shard: number): string {
  return `shard ${String(shard)}`;
}
