/** What is mounted where, as this process sees it. */
import { readFileSync } from 'node:fs';
import { isAtOrBelow } from './sandbox-layout.ts';

export interface Mount {
  readonly path: string;
  /** Those that nobody may lift in a namespace of their own: whoever mounts it again has to repeat them. */
  readonly flags: readonly string[];
}

const lasting: readonly string[] = ['nosuid', 'nodev', 'noexec', 'noatime', 'nodiratime', 'relatime'];

/** In the order in which they were made: of two at one path the later one counts. */
export function mounts(): readonly Mount[] {
  const lines = readFileSync('/proc/self/mountinfo', 'utf8').split('\n').filter(Boolean);
  return lines.map((line) => {
    const [, , , , path = '', options = ''] = line.split(' ');
    return { path: unescaped(path), flags: options.split(',').filter((option) => lasting.includes(option)) };
  });
}

/** The one that a path lies in. */
export function mountOf(path: string, all: readonly Mount[]): Mount | undefined {
  return all
    .filter((mount) => isAtOrBelow(path, mount.path))
    .reduce<Mount | undefined>((best, each) => (best && best.path.length > each.path.length ? best : each), undefined);
}

/** Spaces and the like are octal numbers. */
function unescaped(path: string): string {
  return path.replaceAll(/\\(\d{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}
