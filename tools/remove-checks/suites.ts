/** Runs the tests that meet a check, in one process that keeps what it has compiled. */
import { globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createVitest, type TestModule, type Vitest } from 'vitest/node';
import type { Met } from './removed-check.ts';

const allSuites = [
  'packages/contract/src/**/*.test.ts',
  'packages/runtime/src/**/*.test.ts',
  'packages/services/src/**/*.test.ts',
  'packages/server/src/**/*.test.ts',
  'adapters/store-sqlite/src/sqlite-store.test.ts',
  'adapters/store-postgres/src/postgres-store.test.ts',
  'tests/isolation/*.test.ts',
  'tests/runtime/{failing-flow-triggers,waiting}.test.ts',
  'tests/single-sign-on/single-sign-on.test.ts',
  'tests/workers/{guard-workers,hostile-workers,route-to-groups,worker-groups}.test.ts',
  'tests/api/{approvals,audited-actions,backup-data,backups,core-tasks,dashboards,delete-tenant,execute-permissions,expressions,file-revisions,flow-files,flow-triggers,flows,follow-dependencies,hidden-secrets,http-tasks,idempotency-keys,kill-switches,kv-revisions,log-files,loops,mcp-servers,mcp-tools,metrics,namespace-backends,namespaces,pause,polling-triggers,provisioning,quotas,rate-limits,reusable-inputs,schedules,secret-backends,secret-versions,storage-backends,suspend-tenant,task-cache,templates,tenant-addresses,tenant-errors,tenant-limits,terraform,trigger-evaluations,trigger-lock,trigger-logs,upkeep-commands,webhook-bodies,webhooks}.test.ts',
];

export interface Suites {
  /** Whether any test comes by the check: one that none does is missed for sure. */
  meets(check: number): boolean;
  /** Names of the tests that fail while the check is removed: one is enough, so there is one at most. */
  failureWithout(check: number): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Of the test files whose path has `among` in it. Throws when a test fails with all checks in place. */
export async function openSuites(copy: string, among: string): Promise<Suites> {
  const settings = join(copy, 'removed-check.json');
  process.env['REMOVED_CHECK'] = settings;
  const record = join(copy, 'met');
  writeFileSync(settings, JSON.stringify({ active: -1, record }));
  const vitest = await open(copy);
  const files = allSuites
    .flatMap((pattern) => globSync(pattern, { cwd: copy }))
    .filter((file) => file.includes(among))
    .map((file) => join(copy, file));
  const failure = await run(
    vitest,
    files.map((file) => ({ file })),
  );
  if (failure !== undefined) throw new Error(`Fails with all checks in place: ${failure}`);
  const met = readdirSync(record).map((name) => JSON.parse(readFileSync(join(record, name), 'utf8')) as Met);
  rmSync(record, { recursive: true });
  const metChecks = new Set(
    met.flatMap(({ outside, tests }) => [...outside, ...tests.flatMap(({ checks }) => checks)]),
  );
  return {
    meets: (check) => metChecks.has(check),
    async failureWithout(check) {
      writeFileSync(settings, JSON.stringify({ active: check }));
      for (const part of partsMeeting(met, check)) {
        const failed = await run(vitest, [part]);
        if (failed !== undefined) return failed;
      }
      return undefined;
    },
    close: () => vitest.close(),
  };
}

interface Part {
  readonly file: string;
  readonly titles?: readonly string[];
}

/** The cheapest first. What is met outside of tests may show in any of them. */
function partsMeeting(met: readonly Met[], check: number): readonly Part[] {
  const parts = met.flatMap(({ file, outside, tests }) => {
    const inside = partOf(
      file,
      tests.filter(({ checks }) => checks.includes(check)),
    );
    return outside.includes(check) ? [inside, partOf(file, tests)] : [inside];
  });
  return parts.filter(({ titles }) => titles.length > 0).toSorted((one, other) => one.ms - other.ms);
}

function partOf(file: string, tests: Met['tests']): Part & { readonly ms: number; readonly titles: readonly string[] } {
  return { file, titles: tests.map(({ name }) => name), ms: tests.reduce((sum, test) => sum + test.ms, 0) };
}

async function open(copy: string): Promise<Vitest> {
  const conditions = ['@windhover/source'];
  const resolve = { conditions };
  return createVitest(
    'test',
    {
      root: copy,
      config: false,
      watch: false,
      reporters: [{}],
      include: allSuites,
      maxWorkers: 1,
      setupFiles: [join(copy, 'tools/remove-checks/removed-check.ts')],
      execArgv: conditions.map((name) => `--conditions=${name}`),
      testTimeout: 30_000,
      hookTimeout: 60_000,
    },
    { resolve, ssr: { resolve } },
  );
}

/** The first test, hook or file that fails. */
async function run(vitest: Vitest, parts: readonly Part[]): Promise<string | undefined> {
  const project = vitest.getRootProject();
  const specifications = parts.map(({ file, titles }) =>
    project.createSpecification(file, titles === undefined ? {} : { testNames: [...titles] }),
  );
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  // Among them are the modules of every run before
  const ran = testModules.filter(({ moduleId }) => parts.some(({ file }) => file === moduleId));
  const failure = ran.map(failureIn).find((name) => name !== undefined) ?? unhandledErrors.map(String)[0];
  if (failure === undefined && ran.every((module) => module.children.allTests('passed').next().done === true))
    throw new Error(`No test ran of ${parts.map(({ file }) => file).join(', ')}`);
  return failure;
}

function failureIn(module: TestModule): string | undefined {
  for (const test of module.children.allTests('failed')) return `${module.relativeModuleId}: ${test.fullName}`;
  return module.state() === 'failed' ? module.relativeModuleId : undefined;
}
