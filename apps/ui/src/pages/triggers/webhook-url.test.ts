import { expect, test } from 'vitest';
import { webhookUrl } from './webhook-url.ts';

const flow = { namespace: 'company.team', id: 'orders' };

test('the tenant stands in the address, and the default tenant has no segment', () => {
  expect(webhookUrl('https://flows.example.com/', 'dev', flow, 'a/b')).toBe(
    'https://flows.example.com/api/v1/dev/executions/webhook/company.team/orders/a%2Fb',
  );
  expect(webhookUrl('http://localhost:8080/below', undefined, flow, 'k')).toBe(
    'http://localhost:8080/below/api/v1/executions/webhook/company.team/orders/k',
  );
});
