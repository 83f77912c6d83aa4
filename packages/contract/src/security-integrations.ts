import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { emptyOk } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const securityIntegrationSchema = z.object({
  id: z.string(),
  name: z.string(),
  type: z.literal('SCIM'),
  description: z.string(),
  enabled: z.boolean(),
  /** Where the identity provider sends to. */
  uri: z.string(),
});

const base = { tag: 'SecurityIntegrations', level: 'tenant', access: { kind: 'superadmin' } } as const;
const ofIntegration = pathParameters({ id: 'integrationId' });
const integration = { status: 200, kind: 'json', schema: securityIntegrationSchema } as const;
const list = { status: 200, kind: 'json', schema: paged(securityIntegrationSchema) } as const;

export const securityIntegrationRoutes = {
  list: defineRoute({
    ...base,
    operationId: 'listSecurityIntegrations',
    summary: "The tenant's security integrations; newer clients search",
    method: 'GET',
    path: '/security-integrations',
    reply: list,
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchSecurityIntegration',
    summary: 'Find security integrations',
    method: 'GET',
    path: '/security-integrations/search',
    query: searchQuery({ fields: ['q', 'name'], sort: ['id', 'name'] }),
    reply: list,
  }),
  create: defineRoute({
    ...base,
    operationId: 'createSecurityIntegration',
    makes: 'at-once',
    summary: 'Let an identity provider provision users and groups; its token is shown this once',
    method: 'POST',
    path: '/security-integrations',
    body: {
      kind: 'json',
      schema: z.object({ name: z.string(), type: z.literal('SCIM'), description: z.string().nullish() }),
    },
    reply: {
      status: 200,
      kind: 'json',
      schema: securityIntegrationSchema.extend({
        apiToken: z.object({ id: z.string(), name: z.string(), fullToken: z.string() }),
      }),
    },
  }),
  get: defineRoute({
    ...base,
    operationId: 'getSecurityIntegration',
    summary: 'Read a security integration',
    method: 'GET',
    path: '/security-integrations/{id}',
    ...ofIntegration,
    reply: integration,
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteSecurityIntegration',
    summary: 'Delete a security integration with its token; what it brought stays',
    method: 'DELETE',
    path: '/security-integrations/{id}',
    ...ofIntegration,
    reply: emptyOk,
  }),
  enable: defineRoute({
    ...base,
    operationId: 'enableSecurityIntegration',
    summary: 'Let a disabled security integration go on',
    method: 'POST',
    path: '/security-integrations/{id}/enable',
    ...ofIntegration,
    reply: integration,
  }),
  disable: defineRoute({
    ...base,
    operationId: 'disableSecurityIntegration',
    summary: 'Answer a security integration 403 until it is enabled again',
    method: 'POST',
    path: '/security-integrations/{id}/disable',
    ...ofIntegration,
    reply: integration,
  }),
};
