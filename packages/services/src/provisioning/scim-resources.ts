/** Users and groups as SCIM shows them (RFC 7643), and what is read out of them. */
import { InvalidScim, type Group, type Json, type JsonObject, type ScimLink, type User } from '@windhover/model';
import { displayName } from '../identity/user-details.ts';
import { entriesAt, isObject, keyNamed } from './scim-path.ts';

export const scimSchemas = {
  User: 'urn:ietf:params:scim:schemas:core:2.0:User',
  Group: 'urn:ietf:params:scim:schemas:core:2.0:Group',
} as const;

/** What a person, or a group, is referred to by. */
export interface ScimReference {
  readonly value: string;
  readonly display: string;
}

/** What is read of a user that a provider sends; what it says beyond is not kept here. */
export interface ScimUserInput {
  readonly userName: string;
  readonly email: string | undefined;
  readonly firstName: string | undefined;
  readonly lastName: string | undefined;
  readonly externalId: string | undefined;
  readonly active: boolean;
}

export interface ScimGroupInput {
  readonly displayName: string;
  readonly externalId: string | undefined;
  /** Undefined: not spoken of. */
  readonly memberIds: readonly string[] | undefined;
}

export function toScimUser(
  user: User,
  link: ScimLink | undefined,
  active: boolean,
  groups: readonly ScimReference[] | undefined,
): JsonObject {
  const name = {
    formatted: displayName(user),
    ...(user.firstName === undefined ? {} : { givenName: user.firstName }),
    ...(user.lastName === undefined ? {} : { familyName: user.lastName }),
  };
  return {
    schemas: [scimSchemas.User],
    id: user.id,
    ...(link?.externalId === undefined ? {} : { externalId: link.externalId }),
    userName: user.username,
    name,
    displayName: displayName(user),
    ...(user.email === undefined ? {} : { emails: [{ value: user.email, type: 'work', primary: true }] }),
    active,
    ...(groups === undefined ? {} : { groups: groups.map((each) => ({ ...each })) }),
    meta: meta('User', link?.createdAt ?? user.createdAt, link?.updatedAt ?? user.createdAt),
  };
}

export function toScimGroup(
  group: Group,
  link: ScimLink | undefined,
  members: readonly ScimReference[] | undefined,
): JsonObject {
  return {
    schemas: [scimSchemas.Group],
    id: group.id,
    ...(link?.externalId === undefined ? {} : { externalId: link.externalId }),
    displayName: group.name,
    ...(members === undefined ? {} : { members: members.map((each) => ({ ...each, type: 'User' })) }),
    meta: link === undefined ? { resourceType: 'Group' } : meta('Group', link.createdAt, link.updatedAt),
  };
}

/** Throws `InvalidScim` for what is missing or of another type. */
export function readScimUser(resource: JsonObject): ScimUserInput {
  const userName = textAt(resource, 'userName');
  if (userName === undefined) throw invalid('userName is required');
  const name = valueNamed(resource, 'name');
  const emails = entriesAt(resource, ['emails']).filter(isObject);
  const email = emails.find((each) => isTrue(valueNamed(each, 'primary'))) ?? emails[0];
  const active = valueNamed(resource, 'active');
  return {
    userName,
    email: email === undefined ? undefined : textAt(email, 'value'),
    firstName: isObject(name) ? textAt(name, 'givenName') : undefined,
    lastName: isObject(name) ? textAt(name, 'familyName') : undefined,
    externalId: textAt(resource, 'externalId'),
    active: active === undefined || isTrue(active),
  };
}

/** Throws `InvalidScim` for what is missing or of another type. */
export function readScimGroup(resource: JsonObject): ScimGroupInput {
  const name = textAt(resource, 'displayName');
  if (name === undefined) throw invalid('displayName is required');
  const members = valueNamed(resource, 'members');
  return {
    displayName: name,
    externalId: textAt(resource, 'externalId'),
    memberIds: members === undefined ? undefined : [...new Set(entriesAt(resource, ['members']).map(memberId))],
  };
}

function memberId(member: Json): string {
  const id = isObject(member) ? valueNamed(member, 'value') : member;
  if (typeof id !== 'string' || id === '') throw invalid('each of members needs the id of a user as its value');
  return id;
}

/** What is absent, null and empty are the same. */
function valueNamed(object: JsonObject, name: string): Json | undefined {
  const key = keyNamed(object, name);
  return Object.hasOwn(object, key) ? (object[key] ?? undefined) : undefined;
}

function textAt(object: JsonObject, name: string): string | undefined {
  const value = valueNamed(object, name);
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string') throw invalid(`${name} must be a text`);
  return value;
}

/** Some providers write the flag as a text. */
function isTrue(value: Json | undefined): boolean {
  if (value === true || value === false || value === undefined) return value === true;
  if (typeof value === 'string' && /^(?:true|false)$/i.test(value)) return value.toLowerCase() === 'true';
  throw invalid('active and primary must be true or false');
}

function meta(resourceType: string, createdAt: number, updatedAt: number): JsonObject {
  return {
    resourceType,
    created: new Date(createdAt).toISOString(),
    lastModified: new Date(updatedAt).toISOString(),
  };
}

function invalid(reason: string): InvalidScim {
  return new InvalidScim({ scimType: 'invalidValue', reason });
}
