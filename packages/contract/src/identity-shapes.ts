/** Shapes that users, service accounts, tokens and `me` share. */
import { z } from 'zod';
import { paged } from './search-query.ts';

/** The default tenant has no id. */
export const tenantReferenceSchema = z.object({ id: z.string().optional(), name: z.string() });
export const authMethodSchema = z.object({ id: z.string(), name: z.string(), type: z.string() });
/** A group of the tenant that somebody is in; `external`: a provider outside says who is. */
export const groupOfUserSchema = z.object({ id: z.string(), name: z.string(), external: z.boolean() });
export const groupReferenceSchema = z.object({ id: z.string(), tenantId: z.string().optional() });

/** Both spellings of the flag, as clients of either era read it. */
export const superAdminFlags = { superAdmin: z.boolean(), instanceOwner: z.boolean() };
export const wishedSuperAdmin = { superAdmin: z.boolean().optional(), instanceOwner: z.boolean().optional() };

/** A change of nothing but the flag, in either spelling: a body without one would take it away unasked. */
export const superAdminChangeSchema = z
  .object(wishedSuperAdmin)
  .refine((body) => (body.superAdmin ?? body.instanceOwner) !== undefined, {
    path: ['superAdmin'],
    error: 'must not be null',
  });

export const apiTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  prefix: z.string(),
  iat: z.string(),
  exp: z.string().optional(),
  lastUsed: z.string().optional(),
  extended: z.boolean(),
  expired: z.boolean(),
});

export const apiTokenListSchema = paged(apiTokenSchema);

export const newApiTokenSchema = z.object({
  name: z.string(),
  description: z.string().nullish(),
  /** ISO-8601; absent: no end, unless the instance sets a ceiling. */
  maxAge: z.string().nullish(),
  /** The end moves to now + maxAge at each use. */
  extended: z.boolean().nullish(),
});

export const createdApiTokenSchema = z.object({ id: z.string(), name: z.string(), fullToken: z.string() });

/** What a person may change about themselves; what is absent or null stays. */
export const personPatchSchema = z.object({
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  email: z.string().nullish(),
});
