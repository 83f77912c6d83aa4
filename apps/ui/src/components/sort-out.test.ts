import { expect, test } from 'vitest';
import type { StateName } from '@windhover/model';
import type { WireExecutionRow } from '../api/wire.ts';
import { whyNot } from '../why-not.ts';
import { sortOut } from './sort-out.ts';

const row = (id: string, current: StateName, namespace = 'mine') =>
  ({ id, namespace, state: { current } }) as unknown as WireExecutionRow;
const onlyMine = { can: (_: string, namespace?: string) => namespace === 'mine' };

test('those to which something cannot be done are left out, and it is said how many and why', () => {
  const chosen = [
    row('a', 'FAILED'),
    row('b', 'RUNNING'),
    row('c', 'SUCCESS'),
    row('d', 'KILLED'),
    row('e', 'WARNING'),
    row('f', 'FAILED', 'theirs'),
  ];

  const sorted = sortOut(chosen, (execution) => whyNot.restart(execution, onlyMine));

  expect(sorted).toEqual({
    fit: [chosen[0], chosen[4]],
    leftOut: [
      'Left out (1): it has not ended.',
      'Left out (2): it has nothing to restart.',
      'Left out (1): needs the permission EXECUTION:RESTART.',
    ],
  });
});
