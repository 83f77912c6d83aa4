/** A sandbox made by bubblewrap (`bwrap`). */
import { kernelSettings } from './kernel-settings.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import type { Place } from './sandbox-layout.ts';

export interface BubblewrapOptions {
  /** Absolute path of the program. */
  readonly program: string;
  /** Whether it is 0.8 or newer: bounds memory that looks like files, and keeps programs from making namespaces again. */
  readonly isRecent: boolean;
  /** Refuses system calls. */
  readonly callFilter: Uint8Array | undefined;
}

export function bubblewrap(options: BubblewrapOptions): Sandbox {
  return {
    start: ({ command, ...request }) => ({
      command: [options.program, '--args', '3', '--', ...command],
      instructions: [
        argumentsOf(request, options).join('\0'),
        ...(options.callFilter === undefined ? [] : [options.callFilter]),
      ],
    }),
  };
}

function argumentsOf(
  { directory, environment, layout, sharesNetwork, temporaryBytes }: Omit<SandboxRequest, 'command'>,
  { isRecent, callFilter }: BubblewrapOptions,
): readonly string[] {
  const memoryFolder = (path: string): readonly string[] =>
    isRecent ? ['--size', String(temporaryBytes), '--tmpfs', path] : ['--tmpfs', path];
  return [
    ...['--unshare-user', '--unshare-ipc', '--unshare-pid', '--unshare-uts', '--unshare-cgroup-try'],
    ...(sharesNetwork ? [] : ['--unshare-net']),
    ...(isRecent ? ['--disable-userns'] : []),
    '--die-with-parent',
    ...['--cap-drop', 'ALL'],
    ...(callFilter === undefined ? [] : ['--seccomp', '4']),
    ...['--hostname', 'sandbox'],
    ...memoryFolder('/tmp'),
    ...layout.flatMap(placeArguments),
    ...['--proc', '/proc'],
    ...kernelSettings.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--dev', '/dev'],
    ...memoryFolder('/dev/shm'),
    ...['--bind', directory, directory],
    // A folder cannot be closed before what lies in it is there
    ...layout.flatMap(({ kind, path }) => (kind === 'hidden' ? ['--remount-ro', path] : [])),
    ...['--remount-ro', '/dev'],
    ...['--remount-ro', '/'],
    ...['--chdir', directory],
    ...Object.entries(environment).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

function placeArguments(place: Place): readonly string[] {
  switch (place.kind) {
    case 'shown':
      return ['--ro-bind', place.source, place.path];
    case 'link':
      return ['--symlink', place.target, place.path];
    case 'hidden':
      return ['--tmpfs', place.path];
  }
}
