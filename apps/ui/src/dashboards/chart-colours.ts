import { stateNames, type StateName } from '@windhover/model';
import { solid, stateLook, type Tone } from '../states/state-look.ts';
import type { ChartColumn } from './chart-parts.ts';

const levels: Readonly<Record<string, Tone>> = {
  ERROR: 'red',
  WARN: 'yellow',
  INFO: 'blue',
  DEBUG: 'grey',
  TRACE: 'faint',
};

/** What has no state has no colour of its own: steps of grey and of the accent, which mean nothing. */
const neutral = ['--accent', '--n-9', '--accent-line', '--n-11', '--n-7', '--n-10'] as const;

/** The colour of each group, in the order given: states and levels have theirs everywhere. */
export function coloursOf(groups: readonly string[], columns: readonly ChartColumn[]): ReadonlyMap<string, string> {
  const field = columns.length === 1 ? columns[0]!.field : undefined;
  return new Map(groups.map((group, index) => [group, knownColour(field, group) ?? neutralColour(index)]));
}

export function neutralColour(index: number): string {
  return `var(${neutral[index % neutral.length]!})`;
}

function knownColour(field: string | undefined, group: string): string | undefined {
  if (field === 'STATE' && isState(group)) return solid(stateLook(group).tone);
  if (field === 'LEVEL' && Object.hasOwn(levels, group)) return solid(levels[group]!);
  return undefined;
}

export function isState(text: string): text is StateName {
  return (stateNames as readonly string[]).includes(text);
}

/** States in their usual order, what else there is by the alphabet. */
export function inOrder(groups: Iterable<string>): readonly string[] {
  const rank = (group: string): number => (isState(group) ? stateNames.indexOf(group) : stateNames.length);
  return [...groups].toSorted((one, other) => rank(one) - rank(other) || (one < other ? -1 : 1));
}
