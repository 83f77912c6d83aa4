/** What a server cannot keep of the isolation and the limits of scripts: its log says so at the start, and so does the API. */
import { startServer, type TestServer } from '@windhover/testing';
import { expect, test } from 'vitest';

/** Runs what follows as if the kernel had no control groups. */
const withoutGroups = ['unshare', '--user', '--map-root-user', '--mount', '/bin/sh', '-c'].concat(
  'mount -t tmpfs tmpfs /sys/fs/cgroup && exec "$@"',
  'sh',
);
/** … as if util-linux were older than 2.41 and perl not installed, whose name the real `setpriv` has meanwhile. */
const withoutFilters = ['unshare', '--user', '--map-root-user', '--mount', '/bin/sh', '-c'].concat(
  [
    `printf '#!/bin/sh\ncase "$*" in *--seccomp-filter*) exit 1 ;; esac\nexec perl "$@"\n' > setpriv && chmod +x setpriv`,
    'mount --bind /usr/bin/setpriv /usr/bin/perl && mount --bind setpriv /usr/bin/setpriv',
    'exec "$@"',
  ].join(' && '),
  'sh',
);
const unfiltered =
  'neither setpriv (of util-linux 2.41) nor perl could filter system calls: scripts may make all that the kernel takes from a user without rights; install bubblewrap, or perl';
const unbounded = (limits: string): string =>
  `this server may make no control groups for kestra.tasks.limits (${limits}): scripts are not bounded in them`;

function start(configuration: object, startedBy?: readonly string[]): Promise<TestServer> {
  return startServer({
    kind: 'process',
    tenancy: 'explicit',
    configuration: {
      ...Object.fromEntries(Object.entries(configuration).map(([name, value]) => [`kestra.tasks.${name}`, value])),
    },
    ...(startedBy === undefined ? {} : { startedBy }),
  });
}

async function gapsOf(server: TestServer): Promise<readonly string[]> {
  return (await server.call('GET', '/configs')).safety.gaps;
}

test('a sandbox without a filter of system calls', async () => {
  const server = await start({ 'sandbox.backends': 'unshare' }, withoutFilters);

  expect(server.printed()).toContain(`WARN  ${unfiltered}`);
  expect(await gapsOf(server)).toContain(unfiltered);
});

test.each(['sandbox', 'none'])(
  'limits that take control groups, where there are none; isolation: %s',
  async (isolation) => {
    const server = await start({ isolation }, withoutGroups);

    expect(server.printed()).toContain(`WARN  ${unbounded('memory, cpus, processes')}`);
    expect(await gapsOf(server)).toEqual([unbounded('memory, cpus, processes')]);
  },
);

test('why there is no sandbox', async () => {
  const server = await start({ 'sandbox.backends': 'bubblewrap', 'sandbox.bubblewrap': 'no-such-program' });

  expect(server.printed()).toContain(
    "Scripts of flows fail, as there is no sandbox for them ('no-such-program' is not",
  );
  expect(await gapsOf(server)).toEqual(["'no-such-program' is not installed"]);
});

test('where all is kept there is nothing to say', async () => {
  const none = { memory: 0, cpus: 0, processes: 0 };
  const limits = Object.fromEntries(Object.entries(none).map(([name, value]) => [`limits.${name}`, value]));

  const server = await start(limits);

  expect(server.printed()).toContain('Scripts of flows run in sandboxes made by bubblewrap');
  expect(await gapsOf(server)).toEqual([]);
});
