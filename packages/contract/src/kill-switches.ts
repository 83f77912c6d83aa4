import { evaluationTypes } from '@windhover/model';
import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';

const instant = z.iso.datetime({ offset: true });

/** The rules of names and dates are the use case's, which names each that is broken. */
const killSwitchBodySchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  /** KILL and CANCEL end executions, IGNORE lets them wait, PASS lets them through what broader switches say. */
  evaluationType: z.enum(evaluationTypes),
  /** Absent: all tenants. `main` is the default tenant. */
  tenantId: z.string().nullish(),
  /** With all below it. */
  namespace: z.string().nullish(),
  flowId: z.string().nullish(),
  executionIds: z.array(z.string()).nullish(),
  startDate: instant,
  /** Absent: until it is switched off. */
  endDate: instant.nullish(),
  /** Default true. */
  enabled: z.boolean().nullish(),
});

export const killSwitchSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string().optional(),
  evaluationType: z.enum(evaluationTypes),
  tenantId: z.string().optional(),
  namespace: z.string().optional(),
  flowId: z.string().optional(),
  executionIds: z.array(z.string()).optional(),
  startDate: z.string(),
  endDate: z.string().optional(),
  enabled: z.boolean(),
  deleted: z.literal(false),
});

const base = { tag: 'KillSwitches', level: 'instance', access: { kind: 'superadmin' } } as const;
const ofSwitch = { ...base, ...pathParameters({ id: 'killSwitchId' }) } as const;
const killSwitch = { status: 200, kind: 'json', schema: killSwitchSchema } as const;

export const killSwitchRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createKillSwitch',
    makes: 'at-once',
    summary: 'Stop, hold or let through all executions that match, from its start on',
    method: 'POST',
    path: '/kill-switches',
    body: { kind: 'json', schema: killSwitchBodySchema },
    reply: killSwitch,
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchKillSwitches',
    summary: 'All kill switches, in the order in which they were made',
    method: 'GET',
    path: '/kill-switches/search',
    reply: { status: 200, kind: 'json', schema: z.array(killSwitchSchema) },
  }),
  update: defineRoute({
    ...ofSwitch,
    operationId: 'updateKillSwitch',
    summary: 'Replace a kill switch; what is absent is cleared',
    method: 'PUT',
    path: '/kill-switches/{id}',
    body: { kind: 'json', schema: killSwitchBodySchema },
    reply: killSwitch,
  }),
  delete: defineRoute({
    ...ofSwitch,
    operationId: 'deleteKillSwitch',
    summary: 'Delete a kill switch; what it held goes on',
    method: 'DELETE',
    path: '/kill-switches/{id}',
    reply: emptyOk,
  }),
};
