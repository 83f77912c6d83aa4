import { expect, test } from 'vitest';
import { apiAddress } from './api-address.ts';

test('an address begins with that of the instance, whose last slash counts for nothing', () => {
  expect(
    apiAddress('https://flows.example.com/', 'dev', 'executions', 'webhook', 'company.team', 'orders', 'a/b'),
  ).toBe('https://flows.example.com/api/v1/dev/executions/webhook/company.team/orders/a%2Fb');
  expect(apiAddress('http://localhost:8080/below', 'main', 'mcp', 'default')).toBe(
    'http://localhost:8080/below/api/v1/main/mcp/default',
  );
});
