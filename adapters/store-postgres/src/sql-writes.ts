import type { TenantKey } from '@windhover/model';
import { tenantSteps, type ScopeDeps, type SqlStep, type Write } from '@windhover/sql';
import { textOf } from './dialect.ts';
import { instance } from './part.ts';
import { scopeWrites } from './scope-writes.ts';
import { tenantWrite, writeOp, type Step } from './step.ts';

export function tenantWrites(key: TenantKey): Pick<ScopeDeps, 'write' | 'writeRetained'> {
  const write = scopeWrites(key);
  return {
    write: (...steps) => write(...tenantSteps(key, steps).map(toStep)),
    writeRetained: (...steps) => tenantWrite(key, ...tenantSteps(key, steps).map(toStep)),
  };
}

export const instanceWrite: Write = (...steps) => writeOp({ part: instance, steps: steps.map(toStep) });

function toStep({ statement, expect }: SqlStep): Step {
  return { sql: textOf(statement), rows: [statement.values], ...(expect && { expect }) };
}
