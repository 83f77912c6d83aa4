export type { Clock, Deps, Ids, PasswordPolicy, ServiceSettings } from './deps.ts';
export type { CreateExecution, ExecutionHost } from './executions/execution-host.ts';
