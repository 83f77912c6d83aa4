import type { EvaluationType, KillSwitch, TenantKey } from '@windhover/model';
import { expect, test } from 'vitest';
import { holdsAt, nearestSwitch, targetOf } from './nearest-switch.ts';

const at = Date.UTC(2026, 0, 1);
const [tenant, other] = ['dev' as TenantKey, 'prod' as TenantKey];

const aSwitch = (name: string, more: Partial<KillSwitch> = {}): KillSwitch => ({
  id: name,
  name,
  evaluationType: 'KILL',
  startsAt: at,
  enabled: true,
  ...more,
});

const target = targetOf(tenant, {
  id: 'iteration',
  namespace: 'company.team',
  flowId: 'flow',
  loopRun: { taskId: 'loop', ord: 0, within: ['execution'], parents: [], index: 0, value: 1 },
});

test('a switch matches when all that it names does', () => {
  const names: Readonly<Record<string, Partial<KillSwitch>>> = {
    nothing: {},
    tenant: { tenantKey: tenant },
    'another tenant': { tenantKey: other },
    'namespace above': { namespace: 'company' },
    'namespace that begins alike': { namespace: 'comp' },
    'namespace below': { namespace: 'company.team.inner' },
    flow: { namespace: 'company.team', flowId: 'flow' },
    'flow of the namespace above': { namespace: 'company', flowId: 'flow' },
    'another flow': { namespace: 'company.team', flowId: 'other' },
    execution: { executionIds: ['iteration', 'x'] },
    'execution that it is part of': { executionIds: ['execution'] },
    'another execution': { executionIds: ['x'] },
    'execution in another tenant': { executionIds: ['iteration'], tenantKey: other },
  };

  const matching = Object.keys(names).filter(
    (name) => nearestSwitch([aSwitch(name, names[name])], target) !== undefined,
  );

  expect(matching).toEqual([
    'nothing',
    'tenant',
    'namespace above',
    'flow',
    'execution',
    'execution that it is part of',
  ]);
});

test('the nearest decides, in whatever order they were made', () => {
  const fromFarToNear = [
    aSwitch('all'),
    aSwitch('tenant', { tenantKey: tenant }),
    aSwitch('namespace', { namespace: 'company' }),
    aSwitch('namespace of the tenant', { namespace: 'company', tenantKey: tenant }),
    aSwitch('deeper namespace', { namespace: 'company.team' }),
    aSwitch('flow', { namespace: 'company.team', flowId: 'flow' }),
    aSwitch('execution', { executionIds: ['iteration'], evaluationType: 'PASS' }),
    aSwitch('execution of the flow', { executionIds: ['iteration'], namespace: 'company.team', flowId: 'flow' }),
  ];

  for (const [index, { name }] of fromFarToNear.entries()) {
    const some = fromFarToNear.slice(0, index + 1);
    expect(nearestSwitch(some, target)?.name).toBe(name);
    expect(nearestSwitch(some.toReversed(), target)?.name).toBe(name);
  }
});

test('among equals the one decides that stops most', () => {
  const types: readonly EvaluationType[] = ['PASS', 'IGNORE', 'CANCEL', 'KILL'];
  for (const [index, type] of types.entries()) {
    const some = types.slice(0, index + 1).map((evaluationType) => aSwitch(evaluationType, { evaluationType }));
    expect(nearestSwitch(some, target)?.name).toBe(type);
    expect(nearestSwitch(some.toReversed(), target)?.name).toBe(type);
  }
});

test('it holds from its start until its end, while it is enabled', () => {
  const limited = aSwitch('limited', { endsAt: at + 10 });

  expect([at - 1, at, at + 9, at + 10].map((now) => holdsAt(limited, now))).toEqual([false, true, true, false]);
  expect(holdsAt(aSwitch('open'), at + 1e12)).toBe(true);
  expect(holdsAt({ ...limited, enabled: false }, at)).toBe(false);
});
