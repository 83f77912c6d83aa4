import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { emptyOk, noContent } from './replies.ts';
import { defineRoute } from './route.ts';

const instant = z.iso.datetime({ offset: true });

/** The rules are the use case's, which names each that is broken. */
const groupBody = {
  name: z.string().nullish(),
  description: z.string().nullish(),
  /** Ids of tenants whose tasks its workers run; none: all. `main` is the default tenant. */
  allowedTenants: z.array(z.string()).nullish(),
  /** Accepted while it is empty: there are no worker queues. */
  subscriptions: z.array(z.unknown()).nullish(),
};

const tokenSchema = z.object({
  uid: z.string(),
  name: z.string(),
  description: z.string().optional(),
  tokenPrefix: z.string(),
  createdAt: z.string(),
  expiresAt: z.string().optional(),
  revoked: z.boolean(),
  /** Neither revoked nor expired. */
  valid: z.boolean(),
});

const capacity = {
  /** Tasks that its connected workers run at the same time. */
  totalAllocated: z.number(),
  totalUsed: z.number(),
  /** Tasks that wait for a place, of all tenants. */
  totalInflight: z.number(),
};

export const workerGroupSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  allowedTenants: z.array(z.string()),
  subscriptions: z.array(z.never()),
  tokens: z.array(tokenSchema),
  /** Whether no worker of it is connected to this server. */
  deletable: z.boolean(),
  /** Workers that are connected to this server, with what they can take. */
  workers: z.object({ connected: z.number(), ...capacity }),
  createdAt: z.string(),
  updatedAt: z.string(),
});

const base = { tag: 'Worker Groups', level: 'instance', access: { kind: 'superadmin' } } as const;
const ofGroup = { ...base, ...pathParameters({ id: 'workerGroupId' }) } as const;
const ofToken = { ...base, ...pathParameters({ id: 'workerGroupId', tokenId: 'workerTokenId' }) } as const;
const group = { status: 200, kind: 'json', schema: workerGroupSchema } as const;

export const workerGroupRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listWorkerGroups',
    summary: 'All worker groups, with their tokens and what their workers can take',
    method: 'GET',
    path: '/instance/worker-groups',
    reply: { status: 200, kind: 'json', schema: z.object({ workerGroups: z.array(workerGroupSchema) }) },
  }),
  create: defineRoute({
    ...base,
    operationId: 'createWorkerGroup',
    makes: 'at-once',
    summary: 'Create a worker group: tasks that name it are run by its workers',
    method: 'POST',
    path: '/instance/worker-groups',
    body: { kind: 'json', schema: z.object({ id: z.string(), ...groupBody }) },
    reply: group,
    errors: [409],
  }),
  get: defineRoute({
    ...ofGroup,
    operationId: 'getWorkerGroup',
    summary: 'A worker group with its tokens',
    method: 'GET',
    path: '/instance/worker-groups/{id}',
    reply: group,
  }),
  update: defineRoute({
    ...ofGroup,
    operationId: 'updateWorkerGroup',
    summary: 'Replace a worker group; what is absent is cleared',
    method: 'PUT',
    path: '/instance/worker-groups/{id}',
    body: { kind: 'json', schema: z.object(groupBody) },
    reply: group,
  }),
  delete: defineRoute({
    ...ofGroup,
    operationId: 'deleteWorkerGroup',
    summary: 'Delete a worker group with its tokens; its workers are sent away',
    method: 'DELETE',
    path: '/instance/worker-groups/{id}',
    query: z.object({
      /** Also while workers are connected, or tenants, namespaces or flows name it. */
      force: z.stringbool().optional(),
    }),
    reply: noContent,
    errors: [409],
  }),
  capacity: defineRoute({
    ...ofGroup,
    operationId: 'getWorkerGroupCapacity',
    summary: 'What the workers of a group that are connected to this server can take',
    method: 'GET',
    path: '/instance/worker-groups/{id}/capacity',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        workerGroupId: z.string(),
        ...capacity,
        subscriptions: z.array(z.never()),
        shared: z.object({ allocated: z.number(), used: z.number() }),
        snapshotAt: z.string(),
      }),
    },
  }),
  workers: defineRoute({
    ...ofGroup,
    operationId: 'listRunningWorkers',
    summary: 'Workers of a group that are connected to this server',
    method: 'GET',
    path: '/instance/worker-groups/{id}/workers',
    reply: {
      status: 200,
      kind: 'json',
      schema: z.object({
        workers: z.array(
          z.object({
            workerId: z.string(),
            workerName: z.string(),
            version: z.string(),
            tokenUid: z.string(),
            state: z.enum(['RUNNING', 'TERMINATING', 'DISCONNECTED']),
            registeredAt: z.string(),
            updatedAt: z.string(),
            capacity: z.object({ running: z.number(), max: z.number() }),
          }),
        ),
      }),
    },
  }),
  createToken: defineRoute({
    ...ofGroup,
    operationId: 'generateWorkerToken',
    makes: 'at-once',
    summary: 'Make a token with which workers of the group connect; it is shown this once',
    method: 'POST',
    path: '/instance/worker-groups/{id}/tokens',
    body: {
      kind: 'json',
      schema: z.object({
        name: z.string(),
        description: z.string().nullish(),
        /** Absent: until it is revoked. */
        expiresAt: instant.nullish(),
      }),
    },
    reply: { status: 200, kind: 'json', schema: z.object({ token: z.string(), details: tokenSchema }) },
  }),
  deleteToken: defineRoute({
    ...ofToken,
    operationId: 'deleteWorkerToken',
    summary: 'Delete a token; workers that are connected with it are sent away',
    method: 'DELETE',
    path: '/instance/worker-groups/{id}/tokens/{tokenId}',
    reply: emptyOk,
  }),
  revokeToken: defineRoute({
    ...ofToken,
    operationId: 'revokeWorkerToken',
    summary: 'Revoke a token and keep it in the list; workers that are connected with it are sent away',
    method: 'POST',
    path: '/instance/worker-groups/{id}/tokens/{tokenId}/revoke',
    reply: group,
  }),
};
