/**
 * Every list and search of executions and logs is led by an index, and costs a tenant the same however many others there
 * are. `WINDHOVER_PLAN_EXECUTIONS` sets how many executions a thousand tenants have (300,000 by default).
 */
import type { QueryFilter, Sort, TenantKey } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { tenantScope } from '@windhover/sql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Connections } from './connection/connections.ts';
import type { Statement } from './connection/statement.ts';
import { dialect } from './dialect.ts';
import { openPostgresStore } from './open-postgres-store.ts';
import { tenantPart } from './part.ts';
import { readsOf, type Reads } from './reads.ts';
import { sqlReads } from './sql-reads.ts';
import { sqlWrite } from './sql-write.ts';
import { asAdmin, connectTo } from './testing/start-postgres.ts';
import { sharedPostgres } from './testing/shared-postgres.ts';

/** Half of them belong to one tenant, the rest to a thousand. */
const executions = Number(process.env['WINDHOVER_PLAN_EXECUTIONS'] ?? 300_000);
const big = 'big' as TenantKey;
const small = 't7' as TenantKey;

const server = sharedPostgres();
/** A thousand tenants, and a third of them with as many executions each: too many for statistics of each in both. */
let crowd: Connections;
let few: Connections;
beforeAll(async () => {
  [crowd, few] = await Promise.all([filled(executions, 1_000), filled(Math.ceil(executions / 3), 333)]);
}, 300_000);
afterAll(() => Promise.all([crowd.close(), few.close()]));

async function filled(count: number, tenants: number): Promise<Connections> {
  const url = await server().createDatabase();
  await (await openPostgresStore({ url, owner: 'test' })).close();
  await fill(server().adminUrl(url.split('/').at(-1)!), count, tenants);
  return new Connections({
    config: { connectionString: url },
    database: 'test',
    maxConnections: 3,
    preparedStatements: true,
  });
}

const filter = (field: string, operation: QueryFilter['operation'], value: QueryFilter['value']): QueryFilter => ({
  field,
  operation,
  value,
});
const start = Date.UTC(2025, 0, 31);
const namespace = filter('namespace', 'EQUALS', 'company.team3');
const flow = filter('flowId', 'EQUALS', 'flow5');
const searches: readonly (readonly [string, readonly QueryFilter[], readonly Sort[], readonly string[] | 'all'])[] = [
  ['everything', [], [], 'all'],
  ['oldest first', [], [{ field: 'id', direction: 'asc' }], 'all'],
  ['a namespace', [namespace], [], 'all'],
  ['a namespace that is not there', [filter('namespace', 'EQUALS', 'nowhere')], [], 'all'],
  ['a namespace with its children', [filter('namespace', 'PREFIX', 'company')], [], 'all'],
  ['a flow', [namespace, flow], [], 'all'],
  ['a flow wherever it stands', [flow], [], 'all'],
  ['a rare state', [filter('state', 'EQUALS', 'FAILED')], [], 'all'],
  ['the usual state', [filter('state', 'EQUALS', 'SUCCESS')], [], 'all'],
  ['several states', [filter('state', 'IN', ['RUNNING', 'FAILED'])], [], 'all'],
  ['any other state', [filter('state', 'NOT_IN', ['SUCCESS'])], [], 'all'],
  ['a label', [filter('labels', 'EQUALS', { team: 'team3' })], [], 'all'],
  ['a label and a namespace', [filter('labels', 'EQUALS', { team: 'team3' }), namespace], [], 'all'],
  ['not a label', [filter('labels', 'NOT_EQUALS', { team: 'team3' })], [], 'all'],
  ['a time', [filter('startDate', 'GREATER_THAN', String(start + (executions - 1_000) * 1_000))], [], 'all'],
  ['the past', [filter('startDate', 'LESS_THAN', String(start + 1_000_000))], [], 'all'],
  ['an end', [filter('endDate', 'GREATER_THAN', String(start + (executions - 1_000) * 1_000))], [], 'all'],
  ['a kind', [filter('kind', 'EQUALS', 'TEST')], [], 'all'],
  ['a parent', [filter('parentId', 'EQUALS', 'parent7')], [], 'all'],
  ['what triggered it', [filter('triggerExecutionId', 'EQUALS', 'trigger7')], [], 'all'],
  ['a chain', [filter('labels', 'EQUALS', { 'system.correlationId': 'chain7' })], [], 'all'],
  ['free text', [filter('q', 'EQUALS', 'needle')], [], 'all'],
  ['user flows', [filter('scope', 'EQUALS', 'USER')], [], 'all'],
  ['by duration', [], [{ field: 'state.duration', direction: 'desc' }], 'all'],
  ['by namespace', [], [{ field: 'namespace', direction: 'asc' }], 'all'],
  ['some namespaces only', [], [], ['company.team3', 'company.team4']],
  ['namespaces that are not there', [], [], ['nowhere']],
];

const logSearches: readonly (readonly [string, readonly QueryFilter[]])[] = [
  ['everything', []],
  ['a level', [filter('level', 'EQUALS', 'ERROR')]],
  ['a time', [filter('startDate', 'GREATER_THAN', String(start + (executions - 1_000) * 1_000))]],
  ['one execution', [filter('executionId', 'EQUALS', 'x')]],
  ['a trigger', [filter('triggerId', 'EQUALS', 'look')]],
  ['free text', [filter('q', 'EQUALS', 'needle')]],
];

describe.for([big, small])('of tenant %s', (key) => {
  test.for(searches)('%s', async ([, filters, sort, visible]) => {
    const { reads, plans } = explaining(crowd, key);
    const store = scopeOf(key, reads).executions;
    await store.search(filters, { page: 1, size: 25, sort }, visible);
    await store.searchIds(filters, visible, 1_000);
    expect(plans.flatMap(wholeTables)).toEqual([]);
  });

  test('the rest', async () => {
    const { reads, plans } = explaining(crowd, key);
    const store = scopeOf(key, reads).executions;
    const { results } = await store.search([], { page: 1, size: 1, sort: [] }, 'all');
    await store.find(results[0]!.id);
    await store.taskRuns(results[0]!.id);
    await store.findTaskRun(results[0]!.id, 0);
    await store.countTaskRuns(results[0]!.id);
    await store.latestOf([{ namespace: 'company.team3', id: 'flow5' }]);
    expect(plans.flatMap(wholeTables)).toEqual([]);
  });

  test.for(logSearches)('logs by %s', async ([, filters]) => {
    const { reads, plans } = explaining(crowd, key);
    await scopeOf(key, reads).logs.search(filters, { page: 1, size: 25, sort: [] }, 'all');
    expect(plans.flatMap(wholeTables)).toEqual([]);
  });
});

function scopeOf(key: TenantKey, reads: Reads): TenantScope {
  const write = sqlWrite(tenantPart(key));
  const auditKey = (): undefined => undefined;
  return tenantScope(key, {
    reads: sqlReads(reads),
    dialect,
    systemNamespace: 'system',
    searchReach: 100_000,
    auditKey,
    write,
  });
}

test('a tenant among a thousand touches hardly more pages than among a third of them', async () => {
  const pages = await Promise.all([crowd, few].map((connections) => pagesTouched(connections)));
  const dearer = pages[0]!.filter(({ touched }, index) => touched > pages[1]![index]!.touched * 2 + deeperTrees);
  expect(dearer).toEqual([]);
});

/** A larger index may be a level deeper, for each that a statement goes down. */
const deeperTrees = 30;

/** By every list and search of the small tenant, as it is carried out. */
async function pagesTouched(connections: Connections): Promise<readonly { what: string; touched: number }[]> {
  const found: { what: string; touched: number }[] = [];
  for (const [what, filters, sort, visible] of searches) {
    const { reads, plans } = explaining(connections, small, 'analyze, buffers,');
    await scopeOf(small, reads).executions.search(filters, { page: 1, size: 25, sort }, visible);
    found.push({ what, touched: pagesOf(plans) });
  }
  for (const [what, filters] of logSearches) {
    const { reads, plans } = explaining(connections, small, 'analyze, buffers,');
    await scopeOf(small, reads).logs.search(filters, { page: 1, size: 25, sort: [] }, 'all');
    found.push({ what: `logs by ${what}`, touched: pagesOf(plans) });
  }
  return found;
}

function pagesOf(plans: readonly Plan[]): number {
  return plans.reduce((sum, plan) => sum + plan['Shared Hit Blocks']! + plan['Shared Read Blocks']!, 0);
}

interface Plan {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Shared Hit Blocks'?: number;
  readonly 'Shared Read Blocks'?: number;
  readonly Plans?: readonly Plan[];
}

/** Reads as they are, with the plan of each. */
function explaining(
  connections: Connections,
  key: TenantKey,
  options = '',
): { readonly reads: Reads; readonly plans: Plan[] } {
  const plain = readsOf(connections, tenantPart(key), { schema: undefined, statementTimeoutMs: 20_000 });
  const plans: Plan[] = [];
  const explain = async (statements: readonly Statement[]): Promise<void> => {
    const found = await plain.all(
      statements.map((one) => ({ ...one, sql: `explain (${options} format json) ${one.sql}` })),
    );
    for (const rows of found) {
      plans.push(...(JSON.parse(String(rows[0]!['QUERY PLAN'])) as { Plan: Plan }[]).map(({ Plan: root }) => root));
    }
  };
  return {
    plans,
    reads: {
      async all(statements) {
        await explain(statements);
        return plain.all(statements);
      },
      async one(sql, ...parameters) {
        await explain([{ sql, parameters, isFixed: false }]);
        return plain.one(sql, ...parameters);
      },
      async list(sql, ...parameters) {
        await explain([{ sql, parameters, isFixed: false }]);
        return plain.list(sql, ...parameters);
      },
    },
  };
}

function wholeTables(plan: Plan): string[] {
  const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
  return [...own, ...(plan.Plans ?? []).flatMap(wholeTables)];
}

/** The tables are filled side by side and get their indexes afterwards: a third of the time. */
async function fill(adminUrl: string, count: number, tenants: number): Promise<void> {
  const tables = ['executions', 'execution_labels', 'task_runs', 'log_chunks'];
  const admin = await connectTo(adminUrl);
  const { rows: indexes } = await admin.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
     where tablename = any($1) and indexname not like '%_pkey'`,
    [tables],
  );
  for (const { name } of indexes) await admin.query(`drop index ${name}`);
  await Promise.all(contentOf(count, tenants).map((sql) => asAdmin(adminUrl, sql)));
  for (const { definition } of indexes) await admin.query(definition);
  await admin.query('vacuum analyze');
  await admin.end();
}

function contentOf(count: number, tenants: number): readonly string[] {
  const tenant = `case when n % 2 = 0 then 'big' else 't' || (n / 2 % ${String(tenants)}) end`;
  const createdAt = `${String(start)} + n * 1000::bigint`;
  const isLive = `n > ${String(count)} - 500`;
  const all = `from generate_series(1, ${String(count)}) n`;
  return [
    `insert into executions(run, tenant_id, execution_id, namespace, flow_id, revision, state, created_at, ended_at,
       shard, kind, parent_id, correlation_id, trigger_execution_id, body)
     select n, ${tenant}, lpad(n::text, 22, '0'), 'company.team' || (n / 2000 % 7), 'flow' || (n / 3000 % 13), 1,
       case when n % 1000 < 5 then 'FAILED' when ${isLive} then 'RUNNING' else 'SUCCESS' end,
       ${createdAt}, case when ${isLive} then null else ${createdAt} + 5 end,
       0, case when n % 5000 < 2 then 'TEST' end, case when n % 500 < 2 then 'parent' || n / 500 end,
       case when n % 500 < 2 then 'chain' || n / 500 end, case when n % 500 < 2 then 'trigger' || n / 500 end,
       '{"state":{"current":"SUCCESS","histories":[]},"labels":[],"text":"' || repeat('x', 200) || '"}' ${all}`,
    `insert into execution_labels select ${tenant}, 'team', 'team' || n / 2 % 20, lpad(n::text, 22, '0') ${all}`,
    `insert into task_runs select n, ${tenant}, 0, -1, 'task', null, null, 'SUCCESS', '{"attempts":[]}', null ${all}`,
    `insert into log_chunks(run, tenant_id, ord, attempt, level, at, body)
     select n, ${tenant}, 0, 1, case when n % 1000 < 5 then 4 else 2 end, ${createdAt},
       '[{"at":' || ${createdAt} || ',"level":"INFO","message":"a line","taskId":"task"}]' ${all}`,
  ];
}
