/** What a script that means harm finds: its own directory, the programs of the machine, and nothing of anybody else. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, eventually, logMessages, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';

const shell = 'io.kestra.plugin.scripts.shell.Commands';
/** Of this kind of processor. */
const callNumbers = {
  x64: { ptrace: 101, keyctl: 250, getppid: 110, clone: 56 },
  arm64: { ptrace: 117, keyctl: 219, getppid: 173, clone: 220 },
}[process.arch as string];
/** Starts a server as somebody who owns nothing but its folder. */
const asOrdinaryUser = ['/bin/sh', '-c'].concat(
  'chown -R 65534:65534 . && exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"',
  'sh',
);
const yaml = { 'content-type': 'application/x-yaml' };

interface Ended {
  readonly state: string;
  /** What was printed, oldest first. */
  readonly lines: readonly string[];
}

/** Starts commands as a flow of a tenant; they go on after a command that fails. */
async function start(on: TestServer, tenant: string | undefined, commands: readonly string[]): Promise<string> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const flow = aFlow({ tasks: [{ id: 'script', type: shell, failFast: false, commands }] });
  const { id, namespace } = await on.call('POST', '/flows', { ...inTenant, body: flow, headers: yaml });
  return (await on.call('POST', `/executions/${namespace}/${id}`, inTenant)).id;
}

async function ended(on: TestServer, tenant: string | undefined, executionId: string): Promise<Ended> {
  const inTenant = tenant === undefined ? {} : { tenant };
  const state = await eventually(async () => {
    const { current, endDate } = (await on.call('GET', `/executions/${executionId}`, inTenant)).state;
    expect(endDate).toBeDefined();
    return current as string;
  });
  return { state, lines: await logMessages(on, executionId, inTenant) };
}

async function run(on: TestServer, tenant: string | undefined, ...commands: readonly string[]): Promise<Ended> {
  return ended(on, tenant, await start(on, tenant, commands));
}

/** Of whom a text is part of the environment, seen from the machine. */
async function processesWith(text: string): Promise<readonly string[]> {
  const names = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const found = await Promise.all(
    names.map(async (name) => {
      const environment = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
      return environment.includes(text) ? [name] : [];
    }),
  );
  return found.flat();
}

describe.each(['bubblewrap', 'unshare'])('with multi-tenancy and %s', (backend) => {
  const configuration = { 'kestra.tasks.sandbox.backends': backend };
  let server: TestServer;

  beforeAll(async () => {
    server = await startServer({ tenancy: 'explicit', configuration });
  });

  /** Runs each as a command of a script of a new tenant; answers those that succeeded. */
  async function whatWorks(...attempts: readonly string[]): Promise<readonly string[]> {
    const commands = attempts.map((attempt, index) => `(${attempt}) >/dev/null 2>&1 && echo "worked ${index}"`);
    const { lines } = await run(server, await server.newTenant(), ...commands, 'echo tried all');
    expect(lines).toContain('tried all');
    return attempts.filter((_, index) => lines.includes(`worked ${index}`));
  }

  test('the instance says that scripts run in sandboxes', async () => {
    expect((await server.call('GET', '/configs')).safety).toMatchObject({ isolation: backend });
  });

  test('nothing outside of its directory can be written to, nothing mounted, no namespace made', async () => {
    const places = ['/', '/usr', '/usr/local/bin', '/etc', '/dev', '/proc/sys/kernel', '/var', '/home', '/root'];
    const others = [
      'mount -t tmpfs none /mnt',
      'mount -o remount,rw /usr',
      'umount /proc/sys',
      'unshare --user true',
      'chroot / true',
      'echo core > /proc/sys/kernel/core_pattern',
      'echo b > /proc/sysrq-trigger',
      'mknod sda b 8 0',
      'hostname elsewhere',
    ];

    const worked = await whatWorks(
      ...places.map((place) => `touch ${place}/made`),
      ...others,
      'touch "$WORKING_DIR/made"',
      'touch /tmp/made',
    );

    expect(worked).toEqual(['touch "$WORKING_DIR/made"', 'touch /tmp/made']);
  });

  test.runIf(callNumbers !== undefined)(
    'system calls into the kernel and its keys are refused, those that scripts need are not',
    async () => {
      const { ptrace, keyctl, getppid } = callNumbers!;
      // Without a filter both do what they are asked: let oneself be traced, name the ring of one's keys
      const calls = [`${ptrace}, 0, 0, 0, 0`, `${keyctl}, 0, -5, 1`, `${getppid}`];

      const worked = await whatWorks(...calls.map((call) => `perl -e 'exit(syscall(${call}) == -1)'`));

      expect(worked).toEqual([`perl -e 'exit(syscall(${getppid}) == -1)'`]);
    },
  );

  test.runIf(callNumbers !== undefined)('it talks to networks and to itself, and in no other way', async () => {
    const [unix, netlink, ipv4, ipv6] = [1, 16, 2, 10];
    const { lines } = await run(
      server,
      await server.newTenant(),
      `perl -e 'for my $family (0 .. 45) { print "family $family\n" if grep { socket(my $it, $family, $_, 0) } 1 .. 5 }'`,
    );

    const families = lines.filter((line) => line.startsWith('family ')).map((line) => Number(line.slice(7)));
    expect(families).toEqual(expect.arrayContaining([unix, ipv4]));
    expect(families.filter((family) => ![unix, netlink, ipv4, ipv6].includes(family))).toEqual([]);
  });

  test('it has no rights, gets none, and holds nothing that the server has open', async () => {
    const { lines } = await run(
      server,
      await server.newTenant(),
      `grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs)' /proc/self/status`,
      'for each in /proc/$$/fd/*; do echo "descriptor ${each##*/} $(readlink "$each")"; done',
    );

    const none = '\t0000000000000000';
    expect(lines).toEqual(
      expect.arrayContaining([`CapPrm:${none}`, `CapEff:${none}`, `CapBnd:${none}`, 'NoNewPrivs:\t1']),
    );
    const held = lines.filter((line) => /^descriptor \d/.test(line) && !/^descriptor [012] /.test(line));
    const isHarmless = (line: string): boolean => / pipe:| \/proc\/| \/dev\/null$/.test(line);
    expect(held.filter((line) => !isHarmless(line))).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)('it is the same for the scripts of a server that is not root', async () => {
    const ordinary = await startServer({
      tenancy: 'explicit',
      kind: 'process',
      configuration,
      startedBy: asOrdinaryUser,
    });

    const { lines } = await run(
      ordinary,
      await ordinary.newTenant(),
      `grep -E '^(CapPrm|CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/self/status`,
      'touch "$WORKING_DIR/made" && echo "as $(id -un)"',
      'touch /made; touch /dev/made; touch /usr/local/etc/made',
    );

    expect((await ordinary.call('GET', '/configs')).safety).toMatchObject({ isolation: backend });
    const none = '\t0000000000000000';
    const rights = [`CapPrm:${none}`, `CapEff:${none}`, `CapBnd:${none}`, 'NoNewPrivs:\t1'];
    const filter = callNumbers === undefined ? [] : ['Seccomp:\t2'];
    expect(lines).toEqual(expect.arrayContaining([...rights, ...filter, 'as script']));
    expect(lines.filter((line) => line.includes('Read-only file system'))).toHaveLength(3);
  });

  test('neither the data of the instance, nor accounts, nor keys of the machine can be read', async () => {
    const folder = server.dataDirectory;
    const secrets = [
      folder,
      join(folder, 'data'),
      join(folder, 'application.yml'),
      '/etc/shadow',
      '/etc/ssh',
      '/root/.ssh',
      '/var/lib',
      '/run',
      '/home',
      '/sys',
    ];

    const attempts = secrets.map((path) => `[ "$(ls -A ${path} | grep -Ev '^(tmp|network)$')" ]`);

    expect(await whatWorks(...attempts, '[ "$(ls -A /usr)" ]')).toEqual(['[ "$(ls -A /usr)" ]']);
  });

  test('it sees no process but its own, and reaches none', async () => {
    const attempts = [
      `kill -0 ${process.pid}`,
      `[ -e /proc/${process.pid}/environ ]`,
      `python3 -c 'import ctypes, sys; sys.exit(ctypes.CDLL(None).ptrace(16, ${process.pid}, 0, 0) & 1)'`,
      '[ $(ls -d /proc/[0-9]* | wc -l) -gt 12 ]',
    ];

    expect(await whatWorks(...attempts)).toEqual([]);
  });

  test('what it leaves in a session of its own ends with it', async () => {
    const mark = `left-${process.pid}-${Date.now()}`;

    const { state, lines } = await run(
      server,
      await server.newTenant(),
      `MARK=${mark} setsid sh -c 'trap "" TERM HUP; sleep 600' >/dev/null 2>&1 &`,
      'echo started',
    );

    expect({ state, lines }).toMatchObject({
      state: 'SUCCESS',
      lines: expect.arrayContaining(['started']) as string[],
    });
    await eventually(async () => expect(await processesWith(mark)).toEqual([]));
  });

  test('it ends with the server, however that ends', async () => {
    const killed = await startServer({ tenancy: 'explicit', kind: 'process', configuration });
    const mark = `killed-${process.pid}-${Date.now()}`;
    await start(killed, await killed.newTenant(), [`MARK=${mark} setsid sh -c 'trap "" TERM HUP; sleep 600'`]);
    await eventually(async () => expect((await processesWith(mark)).length).toBeGreaterThan(0));

    await killed.kill9();

    await eventually(async () => expect(await processesWith(mark)).toEqual([]));
  });

  test('runs of two tenants at the same time see nothing of each other', async () => {
    const [one, other] = [await server.newTenant(), await server.newTenant()];
    const canary = `canary-${one}`;
    const first = await start(server, one, [
      `echo ${canary} > canary-of-a-run; cp canary-of-a-run /tmp; cp canary-of-a-run /dev/shm`,
      `MARK=${canary} sleep 600 &`,
      'echo "$WORKING_DIR"; wait',
    ]);
    const directory = await eventually(async () => {
      const line = (await logMessages(server, first, { tenant: one })).find((each) => each.startsWith('/'));
      expect(line).toBeDefined();
      return line!;
    });

    const second = await run(
      server,
      other,
      `ls ${directory} && echo SEEN directory`,
      `find /tmp /dev/shm -name canary-of-a-run | grep . && echo SEEN file`,
      `cat /proc/[0-9]*/environ | grep -a ${canary} && echo SEEN process`,
      'echo looked',
    );

    expect(second.lines).toContain('looked');
    expect(second.lines.filter((line) => line.startsWith('SEEN'))).toEqual([]);
    await server.call('DELETE', `/executions/${first}/kill`, { tenant: one });
    expect((await ended(server, one, first)).state).toBe('KILLED');
  });

  test('variables of a flow act inside alone', async () => {
    const tenant = await server.newTenant();
    const flow = aFlow({
      tasks: [
        {
          id: 'directory',
          type: 'io.kestra.plugin.core.flow.WorkingDirectory',
          inputFiles: { bwrap: '#!/bin/sh\necho ESCAPED >&2\n' },
          tasks: [
            { id: 'prepare', type: shell, commands: ['chmod +x bwrap'] },
            {
              id: 'escape',
              type: shell,
              env: { PATH: '{{ workingDir }}:/usr/bin:/bin', LD_PRELOAD: '{{ workingDir }}/no-such.so' },
              commands: ['cat /proc/1/environ | tr "\\0" "\\n" | grep -c LD_PRELOAD'],
            },
          ],
        },
      ],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });

    const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });
    const lines = await logMessages(server, execution.id, { tenant });

    expect(lines).not.toContain('ESCAPED');
    expect(lines).toContain('0');
  });

  test('no program but those of the script has its variables', async () => {
    const alone = await startServer({
      tenancy: 'explicit',
      configuration: { ...configuration, 'kestra.tasks.network': 'none' },
    });
    const tenant = await alone.newTenant();
    const task = { id: 'script', type: shell, env: { LD_PRELOAD: '/no-such.so' }, commands: ['echo ran'] };
    const flow = aFlow({ tasks: [task] });
    const { id, namespace } = await alone.call('POST', '/flows', { tenant, body: flow, headers: yaml });

    const execution = await alone.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });
    const lines = await logMessages(alone, execution.id, { tenant });

    expect(lines).toContain('ran');
    // By each program that looks for the library
    expect(lines.filter((line) => line.includes('/no-such.so'))).toHaveLength(1);
  });

  test('a variable of a flow stays one, whatever it holds', async () => {
    const tenant = await server.newTenant();
    const hostile = ['x', '--bind', '/', '/tmp/machine'].join(String.raw`\u0000`);
    const flow = aFlow({
      tasks: [
        {
          id: 'escape',
          type: shell,
          env: { GIVEN: `{{ fromJson('{"text":"${hostile}"}').text }}` },
          commands: ['ls /tmp/machine && echo ESCAPED; echo ran'],
        },
      ],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });

    const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });
    const lines = await logMessages(server, execution.id, { tenant });

    expect(lines).not.toContain('ESCAPED');
    expect(lines).not.toContain('ran');
    expect(lines).toContain("Could not start '/bin/sh': the variable 'GIVEN' holds a NUL character");
    expect(execution.state.current).toBe('FAILED');
  });

  test('links that it leaves lead the server nowhere: files are neither read nor written through them', async () => {
    const tenant = await server.newTenant();
    const folder = server.dataDirectory;
    const write = (id: string, inputFiles: object, more: object = {}): object => ({
      id,
      type: shell,
      commands: ['true'],
      inputFiles,
      allowFailure: true,
      ...more,
    });
    const flow = aFlow({
      tasks: [
        {
          id: 'read',
          type: shell,
          outputDirectory: true,
          commands: [`rmdir "$OUTPUT_DIR" && ln -s ${folder} "$OUTPUT_DIR"`],
        },
        {
          id: 'directory',
          type: 'io.kestra.plugin.core.flow.WorkingDirectory',
          outputFiles: ['file'],
          tasks: [
            {
              id: 'plant',
              type: shell,
              commands: [`ln -s ${folder}/file file; ln -s ${folder} folder; ln -s ${folder}/commands .commands.sh`],
            },
            write('file', { file: 'replaces the link' }),
            write('folder', { 'folder/below': 'is not written', 'folder/deeper/below': 'nor is this' }),
            write('commands', {}, { commands: [`: ${'x'.repeat(150_000)}`] }),
          ],
        },
      ],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });
    const before = await readdir(folder);

    const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });

    expect(await readdir(folder)).toEqual(before);
    const taskRuns = execution.taskRunList as readonly { readonly taskId: string; readonly outputs?: unknown }[];
    const outputsOf = (taskId: string): unknown => taskRuns.find((each) => each.taskId === taskId)?.outputs;
    expect(outputsOf('read')).toMatchObject({ outputFiles: {} });
    expect(outputsOf('directory')).toMatchObject({ outputFiles: { file: expect.any(String) as string } });
    expect(await logMessages(server, execution.id, { tenant })).toContain(
      "The file 'folder/below' cannot be written: 'folder' is not a directory",
    );
  });

  test('a directory of several tasks is the same to all of them', async () => {
    const tenant = await server.newTenant();
    const flow = aFlow({
      tasks: [
        {
          id: 'directory',
          type: 'io.kestra.plugin.core.flow.WorkingDirectory',
          inputFiles: { 'in.txt': 'first\n' },
          outputFiles: ['in.txt'],
          tasks: [
            { id: 'one', type: shell, commands: ['echo second >> in.txt; ln -s in.txt link'] },
            {
              id: 'two',
              type: 'io.kestra.plugin.scripts.python.Script',
              script: "print(open('{{ workingDir }}/link').read())",
            },
          ],
        },
      ],
    });
    const { id, namespace } = await server.call('POST', '/flows', { tenant, body: flow, headers: yaml });

    const execution = await server.call('POST', `/executions/${namespace}/${id}?wait=true`, { tenant });

    expect(execution.state.current).toBe('SUCCESS');
    expect(await logMessages(server, execution.id, { tenant })).toEqual(expect.arrayContaining(['first', 'second']));
  });
});

describe('with a bubblewrap older than 0.8', () => {
  /** Knows nothing of the options that came with it. */
  const older = `#!/bin/sh
given=$(mktemp)
cat <&3 > "$given"
exec 3< "$given"
rm "$given"
! grep -q disable-userns /proc/self/fd/3 && exec bwrap "$@"
`;

  test.runIf(callNumbers !== undefined)(
    'no namespace can be made either, which would come with every right',
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'windhover-bubblewrap-'));
      onTestFinished(() => rm(folder, { recursive: true }));
      await writeFile(join(folder, 'bwrap'), older, { mode: 0o755 });
      const configuration = {
        'kestra.tasks.sandbox.backends': 'bubblewrap',
        'kestra.tasks.sandbox.bubblewrap': join(folder, 'bwrap'),
      };
      const server = await startServer({ tenancy: 'explicit', configuration });
      const clone = (flags: string): string =>
        `perl -e 'my $child = syscall(${callNumbers!.clone}, ${flags} | 17, 0, 0, 0, 0); exit($child == -1)'`;

      const { lines } = await run(
        server,
        await server.newTenant(),
        `${clone('0')} && echo a process`,
        `${clone('0x10000000')} && echo a namespace`,
      );

      expect((await server.call('GET', '/configs')).safety.gaps.join()).toContain('bubblewrap is older than 0.8');
      expect(lines).toContain('a process');
      expect(lines).not.toContain('a namespace');
    },
  );
});

test('what the server was started with is not open to it', async () => {
  const hold = `open(my $held, '>', 'held') or die; dup2(fileno($held), 200); exec @ARGV`;
  const server = await startServer({ kind: 'process', startedBy: ['perl', '-MPOSIX', '-e', hold] });

  const { state, lines } = await run(server, undefined, 'echo "open: $(readlink /proc/self/fd/*)"');

  expect(state).toBe('SUCCESS');
  expect(lines).toContainEqual(expect.stringContaining('open: '));
  expect(lines.filter((line) => line.includes('/held'))).toEqual([]);
});

test('its directory is removed, however deep and however closed', async () => {
  const ordinary = process.getuid?.() === 0 ? { startedBy: asOrdinaryUser } : {};
  const server = await startServer({ kind: 'process', ...ordinary });
  const folder = join(server.dataDirectory, 'tmp');

  const { state, lines } = await run(
    server,
    undefined,
    `perl -e 'for (1 .. 1000) { mkdir "a-long-name"; chdir "a-long-name" or die } open(my $file, ">", "file")'`,
    'mkdir -p closed/below && touch closed/below/file && chmod 0 closed/below closed',
    'ln -s / link; mkfifo fifo; echo made',
  );

  expect(state).toBe('SUCCESS');
  expect(lines).toContain('made');
  await eventually(async () => expect(await readdir(folder)).toEqual([]));
});

describe('without any of them', () => {
  const missing = {
    'kestra.tasks.sandbox.backends': 'bubblewrap',
    'kestra.tasks.sandbox.bubblewrap': '/nowhere/bwrap',
  };

  test('no script of tenants is run, and its failure says what to do', async () => {
    const without = await startServer({ tenancy: 'explicit', configuration: missing });

    const { state, lines } = await run(without, await without.newTenant(), 'echo ran');

    expect(state).toBe('FAILED');
    expect(lines).not.toContain('ran');
    expect(lines).toContain(
      "Could not start '/bin/sh': this server runs scripts in a sandbox only and cannot make one ('/nowhere/bwrap' is not installed): install bubblewrap on it, or set kestra.tasks.isolation: none to run scripts as plain processes of its user",
    );
    expect((await without.call('GET', '/configs')).safety).toMatchObject({ isolation: 'missing' });
  });

  test('scripts of a team that owns the instance run as plain processes', async () => {
    const without = await startServer({ configuration: missing });

    const { state, lines } = await run(without, undefined, 'echo ran');

    expect({ state, lines }).toMatchObject({ state: 'SUCCESS', lines: expect.arrayContaining(['ran']) as string[] });
    expect((await without.call('GET', '/configs')).safety).toMatchObject({ isolation: 'none' });
  });

  test('tenants may be left without a sandbox by the configuration alone', async () => {
    const without = await startServer({ tenancy: 'mixed', configuration: { 'kestra.tasks.isolation': 'none' } });

    const { state } = await run(without, await without.newTenant(), `kill -0 ${process.pid}`);

    expect(state).toBe('SUCCESS');
    expect((await without.call('GET', '/configs')).safety).toMatchObject({ isolation: 'none' });
  });
});
