import type { User } from '@windhover/model';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { can, demandOn, demandToGrant, toPermissions, visibleNamespaces, type Grant } from './permissions.ts';

const user: User = { id: 'u', type: 'USER', username: 'ann', superAdmin: false, restricted: false, createdAt: 0 };
const callerWith = (...grants: Grant[]): Caller => ({ user, via: 'basic', permissions: toPermissions(grants) });

test('a role in a namespace holds in its children, not in its neighbours, and never for the whole tenant', () => {
  const caller = callerWith({ permissions: ['FLOW:VIEW', 'ROLE:VIEW'], namespace: 'prod' });
  expect(can(caller, 'FLOW:VIEW', 'prod')).toBe(true);
  expect(can(caller, 'FLOW:VIEW', 'prod.eng')).toBe(true);
  expect(can(caller, 'FLOW:VIEW', 'production')).toBe(false);
  expect(can(caller, 'FLOW:VIEW')).toBe(true);
  expect(can(caller, 'ROLE:VIEW')).toBe(false);
  expect(visibleNamespaces(caller, 'FLOW:VIEW')).toEqual(['prod']);
  expect(visibleNamespaces(caller, 'FLOW:LIST')).toEqual([]);
});

test('what one may not see is not found, what one may see but not do is forbidden', () => {
  const caller = callerWith({ permissions: ['FLOW:VIEW'], namespace: 'prod' });
  expect(() => demandOn(caller, 'FLOW:DELETE', 'prod.eng', 'flow')).toThrow(
    "Forbidden: missing permission FLOW:DELETE on namespace 'prod.eng'",
  );
  expect(() => demandOn(caller, 'FLOW:DELETE', 'dev', 'flow')).toThrow('Not Found: flow');
  expect(() => demandOn(caller, 'FLOW:VIEW', 'dev', 'flow')).toThrow('Not Found: flow');
});

test('nobody grants what they do not hold, nor wider, nor above the tenants', () => {
  const caller = callerWith({ permissions: ['FLOW:VIEW'] }, { permissions: ['FLOW:UPDATE'], namespace: 'prod' });
  demandToGrant(caller, ['FLOW:VIEW'], 'any.where');
  demandToGrant(caller, ['FLOW:UPDATE'], 'prod.eng');
  expect(() => demandToGrant(caller, ['FLOW:UPDATE'])).toThrow('missing permission FLOW:UPDATE');
  expect(() => demandToGrant(caller, ['FLOW:UPDATE'], 'dev')).toThrow("on namespace 'dev'");
  const holder = callerWith({ permissions: ['TENANT:CREATE'] });
  expect(() => demandToGrant(holder, ['TENANT:CREATE'])).toThrow('missing permission TENANT:CREATE');
  demandToGrant({ ...holder, user: { ...user, superAdmin: true } }, ['TENANT:CREATE']);
});

const words = fc.constantFrom('FLOW:VIEW', 'FLOW:LIST', 'EXECUTION:VIEW', 'ROLE:VIEW', 'TENANT:CREATE');
const places = fc.option(fc.constantFrom('a', 'a.b', 'ab', 'c'), { nil: undefined });
const grants = fc.array(fc.record({ permissions: fc.array(words), namespace: places }));

test('more grants never take anything away, in whatever order they come', () => {
  fc.assert(
    fc.property(grants, grants, words, places, (some, more, permission, namespace) => {
      const before = can(callerWith(...some), permission, namespace);
      const after = can(callerWith(...more, ...some), permission, namespace);
      expect(after || !before).toBe(true);
      expect(can(callerWith(...some.toReversed()), permission, namespace)).toBe(before);
    }),
  );
});

test('whoever may grant a permission for a place holds it there', () => {
  fc.assert(
    fc.property(grants, words, places, (some, permission, namespace) => {
      const caller = callerWith(...some);
      try {
        demandToGrant(caller, [permission], namespace);
      } catch {
        return;
      }
      expect(can(caller, permission, namespace ?? 'any.where')).toBe(true);
    }),
  );
});
