import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { DatabaseUnavailable, defaultTenantKey, isTerminal } from '@windhover/model';
import { defineTask } from '@windhover/plugin-sdk';
import type { FileStore, ShardStore, TenantFiles } from '@windhover/ports';
import { eventually, fakeClock } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { startFixture } from './runtime-fixture.ts';

const core = 'io.kestra.plugin.core';

const unavailable = (): Error => new DatabaseUnavailable({ database: 'test', reason: 'it restarts' });

/** Each of these reads fails twice before it succeeds: the database has gone and comes back. */
function away(shards: ShardStore, names: readonly (keyof ShardStore)[]): { shards: ShardStore; misses: Set<string> } {
  const left = new Map(names.map((name) => [name, 2]));
  const misses = new Set<string>();
  const wrapped = new Proxy(shards, {
    get(target, name: keyof ShardStore) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return (...args: never[]): unknown => {
        const fails = left.get(name) ?? 0;
        if (fails === 0) return (member as (...all: never[]) => unknown).apply(target, args);
        left.set(name, fails - 1);
        misses.add(name);
        return Promise.reject(unavailable());
      };
    },
  });
  return { shards: wrapped, misses };
}

/** Internal storage that asks the store which backend a tenant has, as servers do. */
function filesAway(outage: Outage): (files: FileStore) => FileStore {
  return (store) => ({
    close: () => store.close(),
    open(tenantKey) {
      const files = store.open(tenantKey);
      return new Proxy(files, {
        get(target, name: keyof TenantFiles) {
          if (name === 'read') {
            return async function* (path: string): AsyncIterable<Uint8Array> {
              outage.meet(`read ${basename(path)}`);
              yield* files.read(path);
            };
          }
          const member = target[name] as (...all: unknown[]) => unknown;
          return async (path: string, ...more: unknown[]) => {
            outage.meet(`${name} ${basename(path)}`);
            return member.call(target, path, ...more);
          };
        },
      });
    },
  });
}

interface Outage {
  isOn: boolean;
  /** How often each was tried in vain. */
  readonly misses: ReadonlyMap<string, number>;
  /** Throws twice for each thing that is tried while the outage is on. */
  meet(what: string): void;
}

function anOutage(): Outage {
  const misses = new Map<string, number>();
  return {
    isOn: false,
    misses,
    meet(what) {
      const before = misses.get(what) ?? 0;
      if (!this.isOn || before === 2) return;
      misses.set(what, before + 1);
      throw unavailable();
    },
  };
}

test('what reads the store while it is away goes on when it is back, and fails nothing', async () => {
  const reads = ['findIdempotent', 'findExecution', 'outputsOf'] as const;
  let misses = new Set<string>();
  const fixture = await startFixture({
    wrapShards(shards) {
      const wrapped = away(shards, reads);
      misses = wrapped.misses;
      return wrapped.shards;
    },
  });
  fixture.addFlow({
    id: 'child',
    namespace: 'ns',
    tasks: [{ id: 'said', type: `${core}.debug.Return`, format: 'of the child' }],
    outputs: [{ id: 'said', type: 'STRING', value: '{{ outputs.said.value }}' }],
  });
  const flow = fixture.addFlow({
    id: 'parent',
    namespace: 'ns',
    tasks: [
      { id: 'first', type: `${core}.debug.Return`, format: 'first' },
      { id: 'child', type: `${core}.flow.Subflow`, namespace: 'ns', flowId: 'child' },
      {
        id: 'loop',
        type: `${core}.flow.Loop`,
        values: ['a', 'b'],
        tasks: [{ id: 'item', type: `${core}.debug.Return`, format: '{{ outputs.first.value }} {{ item.value }}' }],
        outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.item.value }}' }],
      },
      {
        id: 'last',
        type: `${core}.debug.Return`,
        format: "{{ secret('KEY') }}, {{ outputs.child.outputs.said }}, {{ outputs.loop.outputs[1].outputs.made }}",
      },
    ],
    outputs: [{ id: 'all', type: 'STRING', value: "{{ outputs.first.value ~ ': ' ~ outputs.last.value }}" }],
  });

  const { id } = await fixture.runtime.host.create(fixture.request(flow));

  const { executions } = fixture.store.scope(defaultTenantKey);
  const ended = await eventually(
    async () => {
      const found = await executions.find(id);
      expect(isTerminal(found!.state.current)).toBe(true);
      return found!;
    },
    { timeoutMs: 20_000 },
  );
  expect(ended.state.current).toBe('SUCCESS');
  expect(ended.outputs).toEqual({ all: 'first: secret of KEY, of the child, first b' });
  expect([...misses].toSorted()).toEqual([...reads].toSorted());
  expect(fixture.problems).toEqual([]);
});

test('a task that cannot reach the store is run again when it is back, and not once it was killed', async () => {
  let runs = 0;
  let isAway = true;
  const asking = askingTask(() => {
    runs += 1;
    if (isAway) throw unavailable();
  });
  const fixture = await startFixture({ tasks: [asking] });
  const flow = fixture.addFlow({ id: 'asks', namespace: 'ns', tasks: [{ id: 'ask', type: 'test.Asking' }] });
  const stateOf = async (id: string) =>
    (await fixture.store.scope(defaultTenantKey).executions.find(id))?.state.current;
  const start = () => fixture.runtime.host.create(fixture.request(flow));

  const killed = await start();
  await eventually(() => expect(runs).toBeGreaterThan(1));
  await fixture.runtime.host.send(defaultTenantKey, killed.id, { kind: 'killRequested', at: Date.now() });
  await eventually(async () => expect(await stateOf(killed.id)).toBe('KILLED'));
  const before = runs;
  const { id } = await start();
  await eventually(() => expect(runs).toBeGreaterThan(before));
  isAway = false;

  await eventually(async () => expect(await stateOf(id)).toBe('SUCCESS'));
  expect(await stateOf(killed.id)).toBe('KILLED');
});

test('a WorkingDirectory waits for a store that is away before and after its tasks, which run once', async () => {
  const outage = anOutage();
  const found: string[] = [];
  const working = defineTask({
    kind: 'runnable',
    type: 'test.Working',
    title: 'Working',
    description: 'Notes what it finds and makes a file.',
    properties: z.object({}),
    async run({ workingDirectory }) {
      const directory = await workingDirectory();
      const contents = ['given', 'shared', 'kept'].map((name) =>
        readFile(join(directory, name), 'utf8').catch(() => ''),
      );
      found.push((await Promise.all(contents)).join(', '));
      await writeFile(join(directory, 'out'), 'made');
      await writeFile(join(directory, 'kept'), 'kept');
      return {};
    },
  });
  const fixture = await startFixture({
    tasks: [working],
    wrapFiles: filesAway(outage),
    async callService(name) {
      outage.meet(name);
      return name === 'namespaceFiles.list' ? [{ path: '/shared' }] : [Buffer.from('shared')];
    },
  });
  const write = { id: 'write', type: `${core}.storage.Write`, content: 'given' };
  const directory = {
    id: 'directory',
    type: `${core}.flow.WorkingDirectory`,
    inputFiles: { given: '{{ outputs.write.uri }}' },
    namespaceFiles: { enabled: true },
    outputFiles: ['out'],
    cache: { patterns: ['kept'] },
    tasks: [{ id: 'work', type: 'test.Working' }],
  };
  const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [write, directory] });
  const run = async () => {
    const { id } = await fixture.runtime.host.create(fixture.request(flow));
    await fixture.runtime.host.waitForEnd(defaultTenantKey, id, AbortSignal.timeout(20_000));
    const taskRuns = await fixture.store.scope(defaultTenantKey).executions.taskRuns(id);
    return taskRuns.find(({ taskId }) => taskId === 'directory')!;
  };
  await run();

  outage.isOn = true;
  const { state, outputs } = await run();

  expect(state.current).toBe('SUCCESS');
  expect(found).toEqual(['given, shared, ', 'given, shared, kept']);
  expect(Object.keys(outputs!['outputFiles'] as object)).toEqual(['out']);
  expect([...outage.misses.keys()].toSorted()).toEqual([
    'find cache.zip',
    'namespaceFiles.list',
    'namespaceFiles.read',
    'put cache.zip',
    'put content.tmp',
    'put out',
    'read cache.zip',
    'read content.tmp',
  ]);
});

test('a task of a WorkingDirectory that cannot reach the store is run again when it is back', async () => {
  const outage = anOutage();
  outage.isOn = true;
  let runs = 0;
  const asking = askingTask(() => {
    runs += 1;
    outage.meet('the store');
  });
  const fixture = await startFixture({ tasks: [asking] });
  const directory = {
    id: 'directory',
    type: `${core}.flow.WorkingDirectory`,
    tasks: [{ id: 'ask', type: 'test.Asking' }],
  };
  const { id } = await fixture.runtime.host.create(
    fixture.request(fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [directory] })),
  );

  await fixture.runtime.host.waitForEnd(defaultTenantKey, id, AbortSignal.timeout(20_000));

  const { executions } = fixture.store.scope(defaultTenantKey);
  expect((await executions.find(id))?.state.current).toBe('SUCCESS');
  expect(runs).toBe(3);
});

test('a script that has run is not run again because the store is away when its files are stored', async () => {
  const outage = anOutage();
  const fixture = await startFixture({ wrapFiles: filesAway(outage) });
  const runs = await mkdtemp(join(tmpdir(), 'windhover-runs-'));
  onTestFinished(() => rm(runs, { recursive: true }));
  const script = {
    id: 'script',
    type: 'io.kestra.plugin.scripts.shell.Commands',
    taskRunner: { type: 'io.kestra.plugin.core.runner.Process' },
    commands: [`echo once >> ${join(runs, 'runs')}`, 'echo made > out'],
    outputFiles: ['out'],
  };
  outage.isOn = true;
  const { id } = await fixture.runtime.host.create(
    fixture.request(fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [script] })),
  );

  await fixture.runtime.host.waitForEnd(defaultTenantKey, id, AbortSignal.timeout(20_000));

  const { executions } = fixture.store.scope(defaultTenantKey);
  expect((await executions.find(id))?.state.current).toBe('SUCCESS');
  expect(outage.misses.get('put out')).toBe(2);
  expect(await readFile(join(runs, 'runs'), 'utf8')).toBe('once\n');
});

/** Answers `open`, but each key only from the third time that it is asked for: the store is away before. */
function secretsAway(): { secret: (key: string) => Promise<string>; asked: Map<string, number> } {
  const asked = new Map<string, number>();
  return {
    asked,
    async secret(key) {
      const times = (asked.get(key) ?? 0) + 1;
      asked.set(key, times);
      if (times < 3) throw unavailable();
      return 'open';
    },
  };
}

test('no date of a schedule is passed over because the store was away when it came', async () => {
  const clock = fakeClock();
  const { secret, asked } = secretsAway();
  const fixture = await startFixture({ clock, secret, triggers: [] });
  const trigger = {
    id: 'hourly',
    type: `${core}.trigger.Schedule`,
    cron: '0 * * * *',
    when: "{{ secret('WHEN') == 'open' }}",
    inputs: { x: "{{ secret('INPUT') }}" },
    labels: [{ key: 'gate', value: "{{ secret('LABEL') }}" }],
  };
  const inputs = [{ id: 'x', type: 'STRING' }];
  const tasks = [{ id: 'say', type: `${core}.debug.Return`, format: '{{ inputs.x }} {{ labels.gate }}' }];
  fixture.addFlow({ id: 'timed', namespace: 'team', inputs, tasks, triggers: [trigger] });
  fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: 'timed' });
  const scope = fixture.store.scope(defaultTenantKey);
  await eventually(async () => expect(await scope.triggers.find('team', 'timed', 'hourly')).toBeDefined());

  await clock.advance(3_600_000);
  const execution = await eventually(async () => {
    await clock.advance(1_000);
    const { results } = await scope.executions.search([], { page: 1, size: 10, sort: [] }, 'all');
    expect(results.map(({ state }) => state.current)).toEqual(['SUCCESS']);
    return results[0]!;
  });

  expect(execution.trigger?.variables['date']).toBe('2026-01-01T01:00:00+00:00');
  const [say] = await scope.executions.taskRuns(execution.id);
  expect(say!.outputs).toEqual({ value: 'open open' });
  expect(Math.min(...asked.values())).toBeGreaterThan(2);
});

/** A task that asks the store for something. */
function askingTask(ask: () => void) {
  return defineTask({
    kind: 'runnable',
    type: 'test.Asking',
    title: 'Asking',
    description: 'Asks the store for something.',
    properties: z.object({}),
    async run() {
      ask();
      return {};
    },
  });
}
