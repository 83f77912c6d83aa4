/** Every handler. A route of the contract without one is a failing test. */
import type { Handler } from './handler.ts';
import { authHandlers } from './routes/auth.ts';
import { configHandlers } from './routes/configs.ts';
import { kvHandlers } from './routes/kv.ts';
import { meHandlers } from './routes/me.ts';
import { namespaceFileHandlers } from './routes/namespace-files.ts';
import { namespaceHandlers } from './routes/namespaces.ts';
import { secretHandlers } from './routes/secrets.ts';
import { setupHandlers } from './routes/setup.ts';
import { tenantHandlers } from './routes/tenants.ts';
import { userHandlers } from './routes/users.ts';

export const handlers: readonly Handler[] = [
  ...authHandlers,
  ...configHandlers,
  ...kvHandlers,
  ...meHandlers,
  ...namespaceFileHandlers,
  ...namespaceHandlers,
  ...secretHandlers,
  ...setupHandlers,
  ...tenantHandlers,
  ...userHandlers,
];
