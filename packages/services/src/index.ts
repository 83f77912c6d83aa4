export { AccessControl, type EnteredTenant } from './access/access-control.ts';
export { userIdOf, type Actor, type Caller } from './access/caller.ts';
export { announce, type InstanceChange } from './access/instance-change.ts';
export {
  can,
  demand,
  demandAny,
  demandOn,
  demandToGrant,
  noPermissions,
  toPermissions,
  visibleNamespaces,
  type Grant,
  type Permissions,
} from './access/permissions.ts';
export type { Clock, Deps, Ids, PasswordPolicy, ServiceSettings } from './deps.ts';
export type { CreateExecution, ExecutionHost } from './executions/execution-host.ts';
export { Authenticator, type Credentials, type Identity } from './identity/authenticator.ts';
