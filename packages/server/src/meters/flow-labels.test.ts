import { expect, test } from 'vitest';
import { createFlowLabels } from './flow-labels.ts';

const flow = (flowId: string) => ({ tenantId: undefined, namespace: 'company', flowId });

test('a thousand flows have labels of their own, and all further ones share theirs', () => {
  const labelsOf = createFlowLabels();
  const first = Array.from({ length: 1_000 }, (_, index) => labelsOf(flow(`flow-${index}`)));

  const [further, another, known] = [labelsOf(flow('further')), labelsOf(flow('another')), labelsOf(flow('flow-7'))];

  expect(new Set(first.map(({ flow_id }) => flow_id)).size).toBe(1_000);
  expect(known).toEqual({ tenant_id: 'main', namespace_id: 'company', flow_id: 'flow-7' });
  expect([further, another]).toEqual(
    Array(2).fill({ tenant_id: '__other__', namespace_id: '__other__', flow_id: '__other__' }),
  );
});

test('a flow is known by its tenant and namespace, too', () => {
  const labelsOf = createFlowLabels();

  const tenants = [undefined, 'dev'].map((tenantId) => labelsOf({ ...flow('one'), tenantId }).tenant_id);
  const namespaces = ['a', 'b'].map((namespace) => labelsOf({ ...flow('one'), namespace }).namespace_id);

  expect([tenants, namespaces]).toEqual([
    ['main', 'dev'],
    ['a', 'b'],
  ]);
});
