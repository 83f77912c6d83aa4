/**
 * Ends what scripts started when this process ends, however it ends. A shell of its own session is told of each group of
 * processes that begins and ends; once the pipe from here is closed it kills those that are left, what descends from them, and
 * whatever carries the marker of this process. What starts as a daemon with an environment of its own is not found.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import type { Writable } from 'node:stream';
import { markerOfWorker } from './process-tree.ts';

/** After a kill another round finds what was on its way into a program. */
const script = `
trap '' HUP INT QUIT TERM
groups=' '
while read -r what group; do
  case $what in
    add) groups="$groups$group " ;;
    remove) case $groups in *" $group "*) groups="\${groups%% $group *} \${groups#* $group }" ;; esac ;;
  esac
done
descendants() {
  for child in $(cat "/proc/$1/task/"*/children 2>/dev/null); do
    echo "$child"
    descendants "$child"
  done
}
for group in $groups; do
  kill -s KILL -- "-$group" $(descendants "$group")
done
for round in 1 2 3; do
  for file in $(grep -lsF "$1" /proc/[0-9]*/environ); do
    pid=\${file#/proc/}
    kill -s KILL "\${pid%/environ}"
  done
  sleep 0.1
done
`;

/** One for this process, from its first script on. */
let guard: ChildProcess | undefined;
const groups = new Set<number>();

/** Resolves once groups can be told of; one that was killed itself is replaced. Where no shell is, nothing is guarded. */
export async function startGuard(): Promise<void> {
  const marker = await markerOfWorker();
  if (guard !== undefined) return;
  const child = spawn('sh', ['-c', script, 'windhover-guard', marker], {
    cwd: '/',
    env: { PATH: process.env['PATH'] },
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = (): void => void (guard = undefined);
  child.once('error', gone);
  child.once('exit', gone);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as Writable & { unref(): void }).unref();
  guard = child;
  for (const group of groups) tell('add', group);
}

/** Guards a group until the answer is called. */
export function guardGroup(group: number): () => void {
  groups.add(group);
  tell('add', group);
  return () => {
    groups.delete(group);
    tell('remove', group);
  };
}

function tell(what: 'add' | 'remove', group: number): void {
  guard?.stdin?.write(`${what} ${group}\n`);
}
