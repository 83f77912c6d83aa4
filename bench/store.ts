/**
 * The embedded store against its floor: bare SQLite that commits the same rows with nothing but their keys.
 * Run: node --conditions=@windhover/source bench/store.ts
 */
import type { EngineRows, Store } from '@windhover/ports';
import { openSqliteStore } from '@windhover/store-sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { percentile, printFigures, threadCpuUs, time, type Figure } from './measure.ts';
import { commitsOf, oneTaskRows, type RowsKind } from './one-task-rows.ts';

const groupSize = 64;
/** Floor and store take turns, so that a busy neighbour slows both. */
const rounds = 8;
const executionsInRound = 5_120;
const singlesInRound = 150;

interface Scenario extends RowsKind {
  readonly name: string;
}

const scenarios: readonly Scenario[] = [
  { name: '10 tenants', tenants: 10, labelled: false },
  { name: '1,000 tenants', tenants: 1_000, labelled: false },
  { name: '1,000 tenants, a label each', tenants: 1_000, labelled: true },
];

async function main(): Promise<void> {
  for (const scenario of scenarios) {
    const folder = mkdtempSync(join(tmpdir(), 'windhover-bench-'));
    const floor = openFloor(join(folder, 'floor.db'));
    const store = await openSqliteStore({ path: join(folder, 'database.db'), owner: 'bench' });
    try {
      printFigures(`Store, one-task executions, ${scenario.name}`, await measure(store, floor, scenario));
    } finally {
      await store.close();
      floor.close();
      rmSync(folder, { recursive: true });
    }
  }
}

async function measure(store: Store, floor: Floor, scenario: Scenario): Promise<Figure[]> {
  const commit = await commitsOf(store);
  const latenciesMs: number[] = [];
  const singleLatenciesMs: number[] = [];
  const total = { groupsMs: 0, floorGroupsMs: 0, singlesMs: 0, floorSinglesMs: 0, cpuUs: 0 };
  let made = 0;
  const batches = (count: number, size: number): EngineRows[] =>
    Array.from({ length: count }, () => oneTaskRows((made += size) - size, size, scenario));

  for (let round = 0; round < rounds; round += 1) {
    const groups = batches(executionsInRound / groupSize, groupSize);
    const singles = batches(singlesInRound, 1);
    total.floorGroupsMs += await time(() => groups.forEach(floor.commit));
    const cpuStart = threadCpuUs();
    total.groupsMs += await time(() => sendAll(groups, 3, commit, latenciesMs));
    total.cpuUs += threadCpuUs() - cpuStart;
    total.floorSinglesMs += await time(() => singles.forEach(floor.commit));
    total.singlesMs += await time(() => sendAll(singles, 1, commit, singleLatenciesMs));
  }
  const executions = rounds * executionsInRound;
  const singles = rounds * singlesInRound;
  return [
    {
      name: `${groupSize} executions a commit`,
      value: (executions / total.groupsMs) * 1_000,
      unit: 'executions/s',
      floor: (executions / total.floorGroupsMs) * 1_000,
      goal: '20,000 with the engine',
    },
    { name: 'main thread', value: total.cpuUs / executions, unit: 'µs an execution' },
    { name: 'commit under load, p50', value: percentile(latenciesMs, 0.5), unit: 'ms' },
    { name: 'commit under load, p99', value: percentile(latenciesMs, 0.99), unit: 'ms' },
    {
      name: '1 execution a commit',
      value: total.singlesMs / singles,
      unit: 'ms',
      floor: total.floorSinglesMs / singles,
    },
    { name: '1 execution a commit, p99', value: percentile(singleLatenciesMs, 0.99), unit: 'ms' },
  ];
}

interface Floor {
  readonly commit: (rows: EngineRows) => void;
  readonly close: () => void;
}

/** Three tables, a key each, everything on one thread. */
function openFloor(path: string): Floor {
  const database = new DatabaseSync(path);
  database.exec(`pragma journal_mode = wal; pragma synchronous = full; pragma temp_store = memory;
    create table executions(run integer primary key, tenant_id text, execution_id text, body text);
    create unique index executions_key on executions(tenant_id, execution_id);
    create table task_runs(run integer, ord integer, body text, outputs text);
    create unique index task_runs_key on task_runs(run, ord);
    create table log_chunks(run integer, at integer, body text);
    create index log_chunks_run on log_chunks(run);`);
  const execution = database.prepare('insert into executions values (?, ?, ?, ?)');
  const taskRun = database.prepare('insert into task_runs values (?, ?, ?, ?)');
  const log = database.prepare('insert into log_chunks values (?, ?, ?)');
  return {
    commit(rows) {
      database.exec('begin immediate');
      for (const row of rows.executionsInserted) execution.run(row.run, row.tenantKey, row.executionId, row.body);
      for (const row of rows.taskRunsEnded) taskRun.run(row.run, row.ord, row.body, row.outputs);
      for (const row of rows.logs) log.run(row.run, row.at, row.body);
      database.exec('commit');
    },
    close: () => database.close(),
  };
}

async function sendAll(
  all: readonly EngineRows[],
  inFlight: number,
  commit: (rows: EngineRows) => Promise<void>,
  latenciesMs: number[],
): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < all.length) {
        const rows = all[next]!;
        next += 1;
        const start = performance.now();
        await commit(rows);
        latenciesMs.push(performance.now() - start);
      }
    }),
  );
}

await main();
