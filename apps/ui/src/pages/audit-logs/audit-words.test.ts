import { expect, test } from 'vitest';
import { sentence } from './audit-words.ts';

test('names of actions and resources are words', () => {
  expect(['SERVICE_ACCOUNT', 'MCP_SERVER', 'KVSTORE', 'LOGIN_FAILURE'].map(sentence)).toEqual([
    'Service account',
    'MCP server',
    'KV store',
    'Login failure',
  ]);
});
