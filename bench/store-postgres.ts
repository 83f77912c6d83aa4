/**
 * The store on PostgreSQL against its floor: the same server taking the same rows with nothing but their keys, in one bare
 * statement a commit; then the engine on that store. Starts a server of its own.
 * Run: node --conditions=@windhover/source bench/store-postgres.ts
 */
import type { EngineRows, Store } from '@windhover/ports';
import { openPostgresStore } from '@windhover/store-postgres';
import { connectTo, startPostgres } from '@windhover/store-postgres/testing';
import { measureEmbedded } from './embedded.ts';
import { measureFirstTask } from './first-task.ts';
import { percentile, printFigures, threadCpuUs, throughput, type Figure } from './measure.ts';
import { commitsOf, oneTaskRows } from './one-task-rows.ts';

/** Floor and store take turns, so that a busy neighbour slows both. */
const rounds = 4;
const sizes = [
  { size: 10, count: 200 },
  { size: 100, count: 50 },
  { size: 1_000, count: 6 },
] as const;
/** What the engine is held against: its commits have some hundred executions. */
const engineSize = 100;
const singlesInRound = 200;
/** As the executor sends them: one is written while the next one waits. */
const inFlight = 2;

async function main(): Promise<void> {
  const server = await startPostgres();
  try {
    for (const tenants of [10, 1_000]) {
      const store = await openPostgresStore({ url: await server.createDatabase(), owner: 'bench' });
      const floor = await connectTo(await server.createDatabase());
      await floor.query(floorTables);
      const { figures, floors } = await measure(await commitsOf(store), (rows) => commitBare(floor, rows), tenants);
      printFigures(`Store on PostgreSQL, one-task executions, ${String(tenants)} tenants`, figures);
      await floor.end();
      await store.close();
      const url = await server.createDatabase();
      const openStore = (): Promise<Store> => openPostgresStore({ url, owner: 'bench' });
      printFigures('The engine on PostgreSQL', [
        ...(await measureEmbedded(floors, openStore)),
        ...(await measureFirstTask(floors, openStore)),
      ]);
    }
  } finally {
    await server.stop();
  }
}

type Commit = (rows: EngineRows) => Promise<unknown>;

interface Measured {
  readonly figures: readonly Figure[];
  readonly floors: { readonly groupedExecutionsPerSecond: number; readonly singleCommitMs: number };
}

async function measure(commit: Commit, bare: Commit, tenants: number): Promise<Measured> {
  const figures: Figure[] = [];
  let groupedExecutionsPerSecond = 0;
  let made = 0;
  const batches = (count: number, size: number): EngineRows[] =>
    Array.from({ length: count }, () => oneTaskRows((made += size) - size, size, { tenants, labelled: false }));

  for (const { size, count } of sizes) {
    const total = { perSecond: 0, floorPerSecond: 0, cpuUs: 0 };
    for (let round = 0; round < rounds; round += 1) {
      const groups = batches(count, size);
      total.floorPerSecond += (await throughput(count, 1, (index) => bare(groups[index]!))).perSecond * size;
      const cpuStart = threadCpuUs();
      total.perSecond += (await throughput(count, inFlight, (index) => commit(groups[index]!))).perSecond * size;
      total.cpuUs += threadCpuUs() - cpuStart;
    }
    if (size === engineSize) groupedExecutionsPerSecond = total.floorPerSecond / rounds;
    figures.push(
      {
        name: `${String(size)} executions a commit`,
        value: total.perSecond / rounds,
        unit: 'executions/s',
        floor: total.floorPerSecond / rounds,
        goal: '10,000 with the engine',
      },
      { name: '  main thread', value: total.cpuUs / (rounds * count * size), unit: 'µs an execution' },
    );
  }

  const alone = { latencies: [] as number[], floor: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const singles = batches(singlesInRound, 1);
    alone.floor.push(...(await throughput(singlesInRound, 1, (index) => bare(singles[index]!))).latenciesMs);
    alone.latencies.push(...(await throughput(singlesInRound, 1, (index) => commit(singles[index]!))).latenciesMs);
  }
  for (const share of [0.5, 0.99]) {
    figures.push({
      name: `1 execution a commit, p${String(share * 100)}`,
      value: percentile(alone.latencies, share),
      unit: 'ms',
      floor: percentile(alone.floor, share),
      ...(share === 0.5 && { goal: '0.45' }),
    });
  }
  return { figures, floors: { groupedExecutionsPerSecond, singleCommitMs: percentile(alone.floor, 0.5) } };
}

const floorTables = `
  create table executions(run bigint primary key, tenant_id text, execution_id text, body text);
  create unique index executions_key on executions(tenant_id, execution_id);
  create table task_runs(run bigint, ord integer, body text, outputs text);
  create unique index task_runs_key on task_runs(run, ord);
  create table log_chunks(run bigint, at bigint, body text);
  create index log_chunks_run on log_chunks(run);`;

type BareConnection = Awaited<ReturnType<typeof connectTo>>;

function commitBare(client: BareConnection, { executionsInserted, taskRunsEnded, logs }: EngineRows): Promise<unknown> {
  return client.query({
    name: 'floor',
    text: `with e as (insert into executions select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[])),
      t as (insert into task_runs select * from unnest($5::bigint[], $6::integer[], $7::text[], $8::text[]))
      insert into log_chunks select * from unnest($9::bigint[], $10::bigint[], $11::text[])`,
    values: [
      executionsInserted.map(({ run }) => run),
      executionsInserted.map(({ tenantKey }) => tenantKey),
      executionsInserted.map(({ executionId }) => executionId),
      executionsInserted.map(({ body }) => body),
      taskRunsEnded.map(({ run }) => run),
      taskRunsEnded.map(({ ord }) => ord),
      taskRunsEnded.map(({ body }) => body),
      taskRunsEnded.map(({ outputs }) => outputs),
      logs.map(({ run }) => run),
      logs.map(({ at }) => at),
      logs.map(({ body }) => body),
    ],
  });
}

await main();
