import { executionActionRoutes } from './executions/action-routes.ts';
import { executionBulkRoutes } from './executions/bulk-routes.ts';
import { executionReadRoutes } from './executions/read-routes.ts';
import { executionSearchRoutes } from './executions/search-routes.ts';
import { executionStartRoutes } from './executions/start-routes.ts';

export const executionRoutes = {
  ...executionSearchRoutes,
  ...executionBulkRoutes,
  ...executionReadRoutes,
  ...executionActionRoutes,
  ...executionStartRoutes,
};
