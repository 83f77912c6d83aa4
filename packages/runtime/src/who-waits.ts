/** Who waits for whom among executions in memory. */
import { awaitsChild, onlyAwaitsChildren } from '@windhover/engine';
import type { Held } from './held.ts';
import { linkOf } from './notify-parent.ts';

export type FindHeld = (executionId: string) => Held | undefined;

/** Those that wait for its end, the nearest first. */
export function ancestorsOf({ live }: Held, find: FindHeld): readonly string[] {
  const ancestors: string[] = [];
  let link = linkOf(live.begunFrom);
  while (link !== undefined) {
    const parent = find(link.executionId);
    if (parent === undefined || !awaitsChild(parent.live, link.ord)) break;
    ancestors.push(parent.executionId);
    link = linkOf(parent.live.begunFrom);
  }
  return ancestors;
}

/** Those that get somewhere, or will at some time, and those that wait for them. `waits`: for a slot. */
export function goingOn(helds: Iterable<Held>, find: FindHeld, waits: (held: Held) => boolean): ReadonlySet<string> {
  const moving = new Set<string>();
  for (const held of helds) {
    const isResting = waits(held) ? !isShutOut(held) : held.live.isOver || onlyAwaitsChildren(held.live);
    if (!isResting) for (const id of [held.executionId, ...ancestorsOf(held, find)]) moving.add(id);
  }
  return moving;
}

/** By something that ends without its doing. */
function isShutOut({ limits }: Held): boolean {
  return limits.some(({ closed }) => closed !== undefined);
}
