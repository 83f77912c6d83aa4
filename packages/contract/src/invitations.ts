import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

const named = z.object({ id: z.string(), name: z.string() });

export const invitationSchema = z.object({
  id: z.string(),
  tenantId: z.string().optional(),
  email: z.string(),
  roles: z.array(named.extend({ namespaces: z.array(z.string()) })),
  groups: z.array(named),
  superAdmin: z.boolean(),
  status: z.enum(['PENDING', 'ACCEPTED', 'EXPIRED']),
  isExpired: z.boolean(),
  deleted: z.boolean(),
  sentAt: z.string(),
  expiredAt: z.string(),
  acceptedAt: z.string().optional(),
  /** Shown to whoever makes the invitation, this once. */
  link: z.string().optional(),
});

const ofInvitation = pathParameters({ id: 'invitationId' });
const tag = 'Invitations';
const inTenant = (action: 'VIEW' | 'LIST' | 'CREATE' | 'DELETE') =>
  ({ tag, level: 'tenant', access: permission(`INVITATION:${action}`) }) as const;

export const invitationRoutes = {
  create: defineRoute({
    ...inTenant('CREATE'),
    operationId: 'createInvitation',
    makes: 'at-once',
    summary: 'Invite a person by e-mail; 204 when a superadmin lets in a user who exists',
    method: 'POST',
    path: '/invitations',
    body: {
      kind: 'json',
      schema: z.object({
        email: z.string(),
        roles: z.array(z.object({ id: z.string(), namespaces: z.array(z.string()).nullish() })).nullish(),
        groups: z.array(z.string()).nullish(),
        superAdmin: z.boolean().nullish(),
        createUserIfNotExist: z.boolean().nullish(),
      }),
    },
    reply: { status: 201, kind: 'json', schema: invitationSchema.optional() },
    errors: [409],
  }),
  search: defineRoute({
    ...inTenant('LIST'),
    operationId: 'searchInvitations',
    summary: 'Find invitations, newest first unless sorted otherwise',
    method: 'GET',
    path: '/invitations/search',
    query: searchQuery({
      fields: ['q', 'email', 'status', 'expired_at'],
      sort: ['id', 'email', 'sentAt', 'expiredAt'],
    }),
    reply: { status: 200, kind: 'json', schema: paged(invitationSchema) },
  }),
  listByEmail: defineRoute({
    ...inTenant('LIST'),
    operationId: 'listInvitationsByEmail',
    summary: 'Invitations for an e-mail, newest first',
    method: 'GET',
    path: '/invitations/email/{email}',
    ...pathParameters({ email: 'word' }),
    reply: { status: 200, kind: 'json', schema: z.array(invitationSchema) },
  }),
  get: defineRoute({
    ...inTenant('VIEW'),
    operationId: 'getInvitation',
    summary: 'Read an invitation',
    method: 'GET',
    path: '/invitations/{id}',
    ...ofInvitation,
    reply: { status: 200, kind: 'json', schema: invitationSchema },
  }),
  delete: defineRoute({
    ...inTenant('DELETE'),
    operationId: 'deleteInvitation',
    summary: 'Delete an invitation: nobody can take it any more',
    method: 'DELETE',
    path: '/invitations/{id}',
    ...ofInvitation,
    reply: noContent,
  }),
  own: defineRoute({
    tag,
    operationId: 'findAllInvitationsForCurrentUser',
    summary: 'Invitations that wait for the caller, of all tenants',
    method: 'GET',
    path: '/me/invitations',
    level: 'instance',
    access: { kind: 'signed-in' },
    reply: { status: 200, kind: 'json', schema: z.array(invitationSchema) },
  }),
  accept: defineRoute({
    tag,
    operationId: 'acceptInvitation',
    makes: 'at-once',
    summary: 'Take an invitation that is for the caller',
    method: 'POST',
    path: '/invitation/accept/{invitationId}',
    level: 'instance',
    access: { kind: 'signed-in' },
    ...pathParameters({ invitationId: 'invitationId' }),
    reply: { status: 200, kind: 'json', schema: z.object({}) },
    errors: [410],
  }),
  createUser: defineRoute({
    tag,
    operationId: 'createFromInvitation',
    summary: 'Make the account that an invitation is for, with what its link says',
    method: 'POST',
    path: '/invitation/create/{invitationId}',
    level: 'instance',
    access: { kind: 'public' },
    ...pathParameters({ invitationId: 'invitationId' }),
    body: {
      kind: 'json',
      schema: z.object({ firstName: z.string(), lastName: z.string(), password: z.string() }),
    },
    reply: { status: 200, kind: 'json', schema: z.object({ id: z.string(), username: z.string() }) },
    errors: [409, 410],
  }),
};
