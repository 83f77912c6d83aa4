/**
 * Older spellings that clients still use: each is another address of an operation, with what must be changed on the way
 * in and out. Replies to them carry `Deprecation: true`. Errors and their statuses are those of the operation.
 */
import type { AnyRoute } from './route.ts';

export interface Alias {
  readonly method: AnyRoute['method'];
  /** As in routes; `level` says whether a tenant's segment stands before it, whatever the operation's own level is. */
  readonly path: string;
  readonly level: AnyRoute['level'];
  readonly operationId: string;
  /** Parameters that must have the form of an execution id; another text means another route. */
  readonly executionIds?: readonly string[];
  readonly toParams?: (params: Record<string, string>) => Record<string, string>;
  readonly toQuery?: (query: Record<string, unknown>) => Record<string, unknown>;
  /** `tenantId` is that of the path; undefined for the default tenant. */
  readonly toBody?: (body: unknown, tenantId: string | undefined) => unknown;
  /** Status and body where they differ; `toBody` absent: an empty one. */
  readonly reply?: { readonly status: number; readonly toBody?: (reply: unknown) => unknown };
}

type Method = Alias['method'];
type Data = Readonly<Record<string, unknown>>;

/** The same under the tenant's segment and with nothing to change. */
const inTenant = (method: Method, path: string, operationId: string, more: Partial<Alias> = {}): Alias => ({
  method,
  path,
  level: 'tenant',
  operationId,
  ...more,
});

/** Users of the first era: `username`, `groupList`, `type: SUPER_ADMIN`, limited to the tenant of the path. */
function olderUser(body: unknown, tenantId: string | undefined): unknown {
  const { groupList, type, ...rest } = (body ?? {}) as Data & {
    groupList?: readonly { id?: string; groupId?: string }[];
    type?: string;
  };
  return {
    ...rest,
    ...(type === 'SUPER_ADMIN' ? { superAdmin: true } : {}),
    ...(groupList === undefined ? {} : { groups: groupList.map((group) => group.id ?? group.groupId) }),
    tenants: [tenantId ?? 'main'],
  };
}

/** Service accounts of the first era have a `username`. */
function olderAccount(body: unknown): unknown {
  const { username, ...rest } = (body ?? {}) as Data;
  return { name: username, ...rest };
}

const withUsername = (reply: unknown): unknown => ({ ...(reply as Data), username: (reply as Data)['name'] });
const withUsernames = (reply: unknown): unknown => {
  const { results, ...rest } = reply as Data & { results: readonly unknown[] };
  return { results: results.map(withUsername), ...rest };
};

const identity: readonly Alias[] = [
  inTenant('GET', '/users', 'listTenantAccess'),
  inTenant('POST', '/users', 'createUser', { toBody: olderUser, reply: { status: 200, toBody: (user) => user } }),
  inTenant('GET', '/users/{id}', 'getUser'),
  inTenant('PUT', '/users/{id}', 'updateUser', { toBody: olderUser }),
  inTenant('DELETE', '/users/{id}', 'deleteUser'),
  inTenant('PATCH', '/users/{id}/password', 'patchUserPassword'),
  inTenant('PUT', '/users/{id}/password', 'patchUserPassword'),
  inTenant('PUT', '/users/password', 'updateCurrentUserPassword'),
  inTenant('GET', '/users/{id}/api-tokens', 'listApiTokensForUser'),
  inTenant('POST', '/users/{id}/api-tokens', 'createApiTokenForUser', {
    reply: { status: 200, toBody: (token) => token },
  }),
  inTenant('DELETE', '/users/{id}/api-tokens/{tokenId}', 'deleteApiTokenForUser'),
  inTenant('GET', '/users/service-accounts', 'listServiceAccountsForTenant', {
    reply: { status: 200, toBody: withUsernames },
  }),
  inTenant('POST', '/users/service-accounts', 'createServiceAccountForTenant', {
    toBody: olderAccount,
    reply: { status: 200, toBody: withUsername },
  }),
  inTenant('GET', '/users/service-accounts/{id}', 'getServiceAccountForTenant', {
    reply: { status: 200, toBody: withUsername },
  }),
  inTenant('PUT', '/users/service-accounts/{id}', 'updateServiceAccount', {
    toBody: olderAccount,
    reply: { status: 200, toBody: withUsername },
  }),
  inTenant('DELETE', '/users/service-accounts/{id}', 'deleteServiceAccountForTenant'),
  inTenant('GET', '/me', 'getCurrentUser'),
  inTenant('PATCH', '/me', 'patchCurrentUser'),
  inTenant('PUT', '/me/password', 'updateCurrentUserPassword'),
  inTenant('GET', '/me/api-tokens', 'listApiTokensForCurrentUser'),
  inTenant('POST', '/me/api-tokens', 'createApiTokenForCurrentUser'),
  inTenant('DELETE', '/me/api-tokens/{tokenId}', 'deleteApiTokenForCurrentUser'),
  inTenant('GET', '/configs', 'getConfiguration'),
];

const plugins: readonly Alias[] = [
  inTenant('GET', '/plugins', 'listPlugins'),
  inTenant('GET', '/plugins/groups/subgroups', 'getPluginBySubgroups'),
  inTenant('GET', '/plugins/icons', 'getPluginIcons'),
  inTenant('GET', '/plugins/icons/groups', 'getPluginGroupIcons'),
  inTenant('GET', '/plugins/icons/{cls}', 'getPluginIcon'),
  inTenant('GET', '/plugins/icons/{cls}/icon.svg', 'getPluginIconSvg'),
  inTenant('GET', '/plugins/inputs', 'getAllInputTypes'),
  inTenant('GET', '/plugins/inputs/{type}', 'getSchemaFromInputType'),
  inTenant('POST', '/plugins/pluginUiManifest', 'getPluginUiManifest'),
  inTenant('GET', '/plugins/properties/{type}', 'getPropertiesFromType'),
  inTenant('GET', '/plugins/schemas/{type}', 'getSchemasFromType'),
  inTenant('GET', '/plugins/triggers', 'listTriggerPlugins'),
  inTenant('GET', '/plugins/{cls}', 'getPluginDocumentation'),
  inTenant('GET', '/plugins/{cls}/versions', 'getPluginVersions'),
  inTenant('GET', '/plugins/{cls}/versions/{version}', 'getPluginDocumentationFromVersion'),
];

const executionIds = ['executionId'] as const;
/** Without `/actions` before the word; the id must look like one, else a flow is meant. */
const olderAction = (word: string, operationId: string, more: Partial<Alias> = {}): Alias =>
  inTenant('POST', `/executions/{executionId}/${word}`, operationId, { executionIds, ...more });

const executions: readonly Alias[] = [
  olderAction('restart', 'restartExecution'),
  olderAction('replay', 'replayExecution'),
  olderAction('replay-with-inputs', 'replayExecutionWithinputs'),
  olderAction('pause', 'pauseExecution'),
  olderAction('labels', 'setLabelsOnTerminatedExecution'),
  olderAction('state', 'updateTaskRunState'),
  olderAction('change-status', 'updateExecutionStatus'),
  olderAction('force-run', 'forceRunExecution'),
  olderAction('unqueue', 'unqueueExecution'),
  olderAction('resume', 'resumeExecution', { reply: { status: 204 } }),
  olderAction('resume/validate', 'validateResumeExecutionInputs'),
  olderAction('resume-from-breakpoint', 'resumeExecutionFromBreakpoint'),
  olderAction('eval/{taskRunId}', 'evalTaskRunExpression'),
  inTenant('DELETE', '/executions/{executionId}/kill', 'killExecution', { executionIds, reply: { status: 202 } }),
  inTenant('POST', '/executions/trigger/{namespace}/{id}', 'createExecution'),
];

/** Worker groups of the first era, below a tenant's segment, have a `key`. */
const olderGroup = (body: unknown): unknown => {
  const { key, ...rest } = (body ?? {}) as Data;
  return { ...rest, ...(key === undefined ? {} : { id: key }) };
};
const withKey = (reply: unknown): unknown => ({ ...(reply as Data), key: (reply as Data)['id'] });
const withKeys = (reply: unknown): unknown => ({
  workerGroups: (reply as { workerGroups: readonly unknown[] }).workerGroups.map(withKey),
});

const workerGroups: readonly Alias[] = [
  inTenant('GET', '/cluster/workergroups', 'listWorkerGroups', { reply: { status: 200, toBody: withKeys } }),
  inTenant('POST', '/cluster/workergroups', 'createWorkerGroup', {
    toBody: olderGroup,
    reply: { status: 200, toBody: withKey },
  }),
  inTenant('GET', '/cluster/workergroups/{id}', 'getWorkerGroup', { reply: { status: 200, toBody: withKey } }),
  inTenant('PUT', '/cluster/workergroups/{id}', 'updateWorkerGroup', {
    toBody: olderGroup,
    reply: { status: 200, toBody: withKey },
  }),
  inTenant('DELETE', '/cluster/workergroups/{id}', 'deleteWorkerGroup'),
];

export const aliases: readonly Alias[] = [...identity, ...plugins, ...executions, ...workerGroups];
