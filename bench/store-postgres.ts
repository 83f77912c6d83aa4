/**
 * The store on PostgreSQL against its floor: the same server taking the same rows with nothing but their keys, in one bare
 * statement a commit; then the engine on that store. Starts a server of its own.
 * Run: node --conditions=@windhover/source bench/store-postgres.ts
 */
import { timeOrderedId, type TenantKey } from '@windhover/model';
import type { EngineRows, Store } from '@windhover/ports';
import { openPostgresStore } from '@windhover/store-postgres';
import { connectTo, nothing, startPostgres } from '@windhover/store-postgres/testing';
import { measureEmbedded } from './embedded.ts';
import { measureFirstTask } from './first-task.ts';
import { percentile, printFigures, threadCpuUs, throughput, type Figure } from './measure.ts';

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
      const { figures, floors } = await measure(await committer(store), (rows) => commitBare(floor, rows), tenants);
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
    Array.from({ length: count }, () => rowsOf((made += size) - size, size, tenants));

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

async function committer(store: Store): Promise<Commit> {
  let owned = (await store.shards.take([0], 'bench'))[0]!;
  return async (rows) => {
    const commit = store.shards.commit({ owned: [owned], rows });
    owned = { ...owned, seq: owned.seq + 1 };
    if ((await commit) !== 'committed') throw new Error('The commit was fenced');
  };
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

const startedAt = Date.UTC(2025, 0, 31);
// sizes as in life: an execution of 600 B, a task run of 400 B with outputs of 200 B, two log lines
const executionBody = JSON.stringify({ labels: [], originalId: '', rest: 'x'.repeat(540) });
const taskRunBody = JSON.stringify({ state: 'y'.repeat(385) });
const outputs = JSON.stringify({ value: 'z'.repeat(187) });
const logBody = JSON.stringify([1, 2].map((at) => ({ at, level: 'INFO', message: 'm'.repeat(60), taskId: 'task' })));

/** Executions that began and ended within the commit, tenants in turn. */
function rowsOf(first: number, count: number, tenants: number): EngineRows {
  const made = Array.from({ length: count }, (_, index) => {
    const run = first + index + 1;
    const createdAt = startedAt + run;
    const tenantKey = `tenant${String(run % tenants)}` as TenantKey;
    const executionId = timeOrderedId(createdAt, crypto.getRandomValues(new Uint8Array(10)));
    return { run, createdAt, tenantKey, executionId };
  });
  return {
    ...nothing,
    executionsInserted: made.map((facts) => ({
      ...facts,
      namespace: `company.team${String(facts.run % 7)}`,
      flowId: `flow${String(facts.run % 13)}`,
      revision: 1,
      state: 'SUCCESS',
      endedAt: facts.createdAt + 5,
      shard: 0,
      kind: null,
      parentId: null,
      correlationId: null,
      triggerExecutionId: null,
      body: executionBody,
    })),
    taskRunsEnded: made.map(({ run, tenantKey }) => ({
      run,
      tenantKey,
      ord: 0,
      parentOrd: -1,
      taskId: 'task',
      value: null,
      iteration: null,
      state: 'SUCCESS',
      body: taskRunBody,
      outputs,
      wasLive: false,
    })),
    logs: made.map(({ run, tenantKey, createdAt }) => ({
      run,
      tenantKey,
      ord: 0,
      attempt: 1,
      level: 2,
      at: createdAt,
      body: logBody,
    })),
  };
}

await main();
