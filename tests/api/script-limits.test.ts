/** What a script takes more of than it may: it is stopped, told why, and nobody else notices. */
import { accessSync, constants } from 'node:fs';
import { aFlow, logMessages, startServer, type TestServer } from '@windhover/testing';
import { describe, expect, test } from 'vitest';

const yaml = { 'content-type': 'application/x-yaml' };

/** Root, and services to which it is handed down, make control groups; others cannot. */
const makesGroups = ['/sys/fs/cgroup/memory', '/sys/fs/cgroup/cgroup.procs'].some((path) => {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
});

interface Ended {
  readonly state: string;
  readonly lines: readonly string[];
}

async function run(server: TestServer, ...commands: readonly string[]): Promise<Ended> {
  const tenant = await server.newTenant();
  const task = { id: 'script', type: 'io.kestra.plugin.scripts.shell.Commands', failFast: false, commands };
  const flow = aFlow({ tasks: [task] });
  const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });
  const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });
  return { state: execution.state.current, lines: await logMessages(server, execution.id, { tenant }) };
}

function startWith(isolation: string, limits: Readonly<Record<string, unknown>>): Promise<TestServer> {
  const entries = Object.entries(limits).map(([name, value]) => [`kestra.tasks.limits.${name}`, value]);
  return startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.tasks.isolation': isolation,
      'kestra.tasks.network': 'none',
      ...Object.fromEntries(entries),
    },
  });
}

describe.each(['sandbox', 'none'])('with isolation: %s', (isolation) => {
  const start = (limits: Readonly<Record<string, unknown>>) => startWith(isolation, limits);

  test.runIf(isolation === 'sandbox' || makesGroups)(
    'a script that starts processes without end gets no more of them',
    async () => {
      const server = await start({ processes: 40 });

      const { lines } = await run(
        server,
        `python3 -c '
import subprocess
started = 0
try:
    while started < 200:
        subprocess.Popen(["sleep", "600"])
        started += 1
except BlockingIOError:
    print("refused after", "few" if started < 40 else "many")
'`,
      );

      expect(lines).toContain('refused after few');
      expect((await run(server, 'echo next')).lines).toContain('next');
    },
  );

  test.runIf(makesGroups)('a script that takes more memory than it may is ended', async () => {
    const server = await start({ memory: '100MB' });

    const { state, lines } = await run(server, `exec python3 -c 'x = bytearray(300_000_000); print("had it", len(x))'`);

    expect(state).toBe('FAILED');
    expect(lines).not.toContain('had it 300000000');
    expect(lines).toContain('The script took more than 104857600 bytes of memory (kestra.tasks.limits.memory)');
  });

  test('a script that fills its directory is ended, and no file grows beyond what is allowed', async () => {
    const server = await start({ disk: '8MB' });

    const one = await run(server, 'head -c 20000000 /dev/zero > big; stat -c "%s bytes" big');
    const many = await run(server, 'for i in 1 2 3 4; do head -c 4000000 /dev/zero > "$i"; done', 'sleep 600');

    expect(one.lines).toContain('8388608 bytes');
    expect(many.state).toBe('FAILED');
    expect(many.lines).toContain('The working directory holds more than 8388608 bytes (kestra.tasks.limits.disk)');
  });

  test('neither empty files nor folders that are too deep hide from it', async () => {
    const server = await start({ disk: '8MB' });
    const deep = `for (1 .. 1000) { mkdir "a-long-name"; chdir "a-long-name" or die }`;

    const [empty, hidden] = await Promise.all([
      run(server, `perl -e 'for (1 .. 5000) { open(my $file, ">", $_) }'`, 'sleep 600'),
      run(server, `perl -e '${deep} exec "sleep", "600"'`),
    ]);

    expect(empty.lines).toContain('The working directory holds more than 8388608 bytes (kestra.tasks.limits.disk)');
    expect(hidden.lines).toContain(
      'The working directory holds a folder that cannot be looked into (kestra.tasks.limits.disk)',
    );
  });

  test('a script that opens files without end gets no more of them', async () => {
    const server = await start({ 'open-files': 64 });

    const { lines } = await run(
      server,
      `python3 -c '
files = []
try:
    while len(files) < 200:
        files.append(open("/dev/null"))
except OSError as error:
    print("refused after", "few" if len(files) < 64 else "many")
'`,
    );

    expect(lines).toContain('refused after few');
  });

  test('a script that takes longer than it may is ended', async () => {
    const server = await start({ duration: '1s' });

    const { state, lines } = await run(server, 'sleep 600');

    expect(state).toBe('FAILED');
    expect(lines).toContain('The script took longer than 1 s (kestra.tasks.limits.duration)');
  });
});

test('what scripts put into /tmp is bounded', async () => {
  const server = await startWith('sandbox', {});

  const { lines } = await run(server, 'head -c 400000000 /dev/zero > /tmp/big; stat -c "%s bytes" /tmp/big');

  expect(lines).toContain('268435456 bytes');
});
