/**
 * A sandbox made by `unshare` and its kin of util-linux, where bubblewrap is not installed: a shell puts the file system
 * together as root of a namespace of users, and hands over to one within, which has no rights over it.
 */
import { randomUUID } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { startFiltered, type FilterLoader } from './filter-loader.ts';
import { kernelSettings } from './kernel-settings.ts';
import { mountOf, mounts, type Mount } from './mounts.ts';
import { isAtOrBelow, type Place } from './sandbox-layout.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';

/** Where the new root is put together: nothing is shown from there. */
const root = '/sys';
const list = `${root}/mounts`;
const mkdir = 'X-mount.mkdir';
const devices = ['null', 'zero', 'full', 'random', 'urandom', 'tty'];
const namespaces = '--user --map-root-user --mount --pid --fork --kill-child=SIGKILL --ipc --uts --cgroup';
const withoutRights = '--no-new-privs --bounding-set=-all --inh-caps=-all --ambient-caps=-all';

/** What refuses system calls, and how the kernel is given it. */
export interface LoadedFilter {
  readonly program: Uint8Array;
  readonly loader: FilterLoader;
}

export function unshared(filter: LoadedFilter | undefined): Sandbox {
  return {
    start(request) {
      const unshare = `unshare ${namespaces}${request.sharesNetwork ? '' : ' --net'}`;
      const script = [...makeSandbox(request), ...handOver(request, filter?.loader)];
      return {
        // It waits, so that whoever has started it can take it in before there is a second process
        command: ['/bin/sh', '-c', `read -r go <&3; exec ${unshare} -- /bin/sh -c 'exec /bin/sh -s <&3 3<&-'`],
        instructions: [script.join('\n'), ...(filter === undefined ? [] : [filter.program])],
      };
    },
  };
}

/** One `mount` does many at once: a process for each of them would be most of the time that a start takes. */
function makeSandbox({ layout, directory, sharesNetwork, temporaryBytes }: SandboxRequest): readonly string[] {
  const all = mounts();
  const memory = `mode=1777,nosuid,nodev,size=${temporaryBytes}`;
  const shown = layout.flatMap((place) => entryOf(place, all));
  const files = layout.filter((place) => place.kind === 'shown' && !isFolder(place.source));
  return [
    'go',
    'set -e',
    'PATH=/usr/sbin:/usr/bin:/sbin:/bin',
    `mount -n -t tmpfs -o mode=755,nosuid,nodev tmpfs ${root}`,
    `mkdir -p ${[...new Set([...files.map(({ path }) => dirname(path)), '/dev'])].map(inNew).join(' ')}`,
    ...mountAll([freshly('tmpfs', '/dev', 'mode=755,nosuid,noexec'), freshly('tmpfs', '/tmp', memory)]),
    ...[...files.map(({ path }) => path), ...devices.map((name) => `/dev/${name}`)].map((path) => `: > ${inNew(path)}`),
    ...mountAll([
      ...shown,
      ...devices.map((name) => `/dev/${name} ${root}/dev/${name} none bind`),
      freshly('devpts', '/dev/pts', 'newinstance,ptmxmode=0666,mode=620,nosuid,noexec'),
      freshly('tmpfs', '/dev/shm', memory),
      freshly('proc', '/proc', 'nosuid,nodev,noexec'),
      `${escaped(directory)} ${escaped(root + directory)} none bind,X-mount.mkdir`,
    ]),
    ...submountsOf(layout, all),
    ...layout.flatMap((place) => (place.kind === 'link' ? [`ln -s ${quoted(place.target)} ${inNew(place.path)}`] : [])),
    // One more, for what is started at the end
    `echo 1 > ${root}/proc/sys/user/max_user_namespaces`,
    ...mountAll(
      kernelSettings
        .filter((path) => existsSync(path))
        .map((path) => `${root}${path} ${root}${path} none bind,ro,nosuid,nodev,noexec`),
    ),
    `cd ${root}/dev; ln -s pts/ptmx ptmx; ln -s /proc/self/fd fd; ln -s fd/0 stdin; ln -s fd/1 stdout; ln -s fd/2 stderr`,
    'hostname sandbox',
    ...(sharesNetwork ? [] : ['ip link set lo up']),
    `cd ${root}; pivot_root . .; umount -l .`,
    // A folder cannot be closed before what lies in it is there; as a bind, since options of the file system itself name its
    // owner by a number that means nobody here
    ...layout.flatMap(({ kind, path }) =>
      kind === 'hidden' ? [`mount -n -o remount,bind,ro,nosuid,nodev ${quoted(path)}`] : [],
    ),
    'mount -n -o remount,bind,ro,nosuid,noexec /dev',
    'mount -n -o remount,bind,ro,nosuid,nodev /',
    `cd ${quoted(directory)}`,
  ];
}

/** Variables of the flow come after the last program that has rights, which it needs to take them away for good. */
function handOver({ command, environment }: SandboxRequest, loader: FilterLoader | undefined): readonly string[] {
  const [uid, gid] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
  const end = `end-${randomUUID()}`;
  const isName = ([name]: readonly [string, string]): boolean => /^[A-Za-z_]\w*$/.test(name);
  const variables = Object.entries(environment);
  const others = variables.filter((entry) => !isName(entry)).map(([name, value]) => quoted(`${name}=${value}`));
  const setpriv = `unshare --user --keep-caps --map-user=${uid} --map-group=${gid} -- setpriv ${withoutRights}`;
  return [
    'set +e',
    `${startFiltered(loader, setpriv, '/bin/sh -s')} <<'${end}'`,
    'exec 4<&-',
    ...variables.filter(isName).map(([name, value]) => `export ${name}=${quoted(value)}`),
    `exec ${[...(others.length === 0 ? [] : ['env', ...others]), ...command.map(quoted)].join(' ')} </dev/null`,
    end,
    'exit $?',
  ];
}

function entryOf(place: Place, all: readonly Mount[]): readonly string[] {
  switch (place.kind) {
    case 'link':
      return [];
    case 'hidden':
      return [freshly('tmpfs', place.path, 'mode=755,nosuid,nodev')];
    case 'shown': {
      const options = [
        'rbind',
        'ro',
        ...flagsOf(mountOf(place.source, all)),
        ...(isFolder(place.source) ? [mkdir] : []),
      ];
      return [`${escaped(place.source)} ${escaped(root + place.path)} none ${options.join(',')}`];
    }
  }
}

/** What is mounted within what is shown comes with it, but as it is on the machine. */
function submountsOf(layout: readonly Place[], all: readonly Mount[]): readonly string[] {
  return layout.flatMap((place) => {
    if (place.kind !== 'shown') return [];
    const within = all.filter(({ path }) => path !== place.source && isAtOrBelow(path, place.source));
    return within.map((mount) => {
      const path = `${place.path}${mount.path.slice(place.source.length)}`;
      return `mount -n -o remount,bind,ro,${flagsOf(mount).join(',')} ${inNew(path)}`;
    });
  });
}

function flagsOf(mount: Mount | undefined): readonly string[] {
  return [...new Set(['nosuid', 'nodev', ...(mount?.flags ?? [])])];
}

function freshly(type: string, path: string, options: string): string {
  return `${type} ${escaped(root + path)} ${type} ${options},${mkdir}`;
}

/** Lines as of `/etc/fstab`, which are read from files only. */
function mountAll(lines: readonly string[]): readonly string[] {
  const end = `end-${randomUUID()}`;
  return [`cat > ${list} <<'${end}'`, ...lines, end, `mount -n -a -T ${list}`, `rm ${list}`];
}

function escaped(path: string): string {
  return path.replaceAll(/[\s\\#]/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

function isFolder(source: string): boolean {
  return statSync(source, { throwIfNoEntry: false })?.isDirectory() === true;
}

function inNew(path: string): string {
  return quoted(`${root}${path}`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
