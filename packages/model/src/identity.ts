/** Who may act: users, service accounts, sessions, tokens, and what they may do where. */
import type { JsonObject } from './json.ts';
import type { TenantKey } from './tenant.ts';

export interface User {
  readonly id: string;
  readonly type: 'USER' | 'SERVICE_ACCOUNT';
  /** As sent; compared case-insensitively. */
  readonly username: string;
  readonly email?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly description?: string;
  readonly superAdmin: boolean;
  readonly restricted: boolean;
  /** Encoded argon2id hash with its parameters; absent for accounts without password. */
  readonly passwordHash?: string;
  /** Order in which the groups were last sent: replies keep it. */
  readonly groupOrder?: readonly string[];
  /** As whom providers of single sign-on know the person. */
  readonly identities?: readonly ExternalIdentity[];
  /** A service account's own tenant; absent for instance-wide identities. */
  readonly tenantKey?: TenantKey;
  /** The tenants that alone say whose name and e-mail these are; absent: known to the whole instance. */
  readonly vouchedBy?: readonly TenantKey[];
  readonly createdAt: number;
}

/** A person at a provider of single sign-on; issuer and subject together never change and are never given to another. */
export interface ExternalIdentity {
  /** Name of the provider in the configuration. */
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
}

export interface Session {
  /** SHA-256 of the cookie's value, hex. */
  readonly hash: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly impersonatedBy?: string;
  /** Signed in at a provider, with the token that ends the session there, too. */
  readonly signOn?: { readonly provider: string; readonly idToken: string };
}

/** Wrong passwords given for one name, whether somebody has it or not. */
export interface FailedLogins {
  /** Since the first one that still counts. */
  readonly count: number;
  /** When the name's lock ends; absent as long as the failures are too few for one. */
  readonly lockedUntil?: number;
  /** From when on none of them counts any more. */
  readonly expiresAt: number;
}

export interface ApiToken {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly description: string;
  readonly prefix: string;
  /** SHA-256 of the full token, hex. */
  readonly hash: string;
  readonly createdAt: number;
  readonly expiresAt?: number;
  readonly lastUsedAt?: number;
  readonly extended: boolean;
  readonly maxAgeMs?: number;
}

export interface TenantAccess {
  readonly userId: string;
  /** How it came about: asked for, or implied by a binding or group membership. */
  readonly origin: 'DIRECT' | 'BINDING' | 'GROUP';
  readonly createdAt: number;
}

/** Permissions as last written (both eras' spellings); checks use the expanded form. */
export type PermissionMap = { readonly [resource: string]: readonly string[] };

export interface Role {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly isDefault: boolean;
  readonly isManaged: boolean;
  readonly permissions: PermissionMap;
}

export interface Binding {
  readonly id: string;
  readonly type: 'USER' | 'GROUP';
  /** Id of the user (service accounts too) or group. */
  readonly externalId: string;
  readonly roleId: string;
  readonly namespace?: string;
}

/** Whose the bindings are: a group may have the id of a user. */
export type BindingHolder = Pick<Binding, 'type' | 'externalId'>;

export interface Group {
  readonly id: string;
  readonly name: string;
  readonly description?: string;
  readonly external?: boolean;
}

export interface GroupMember {
  readonly groupId: string;
  readonly userId: string;
  readonly membership: 'MEMBER' | 'OWNER';
  readonly managedExternally?: boolean;
}

/** An identity provider that provisions users and groups of one tenant. */
export interface SecurityIntegration {
  readonly id: string;
  readonly name: string;
  readonly type: 'SCIM';
  readonly description: string;
  readonly enabled: boolean;
  /** The service account whose token it uses. */
  readonly accountId: string;
  readonly createdAt: number;
}

/** What a security integration knows of a user or group of its tenant. */
export interface ScimLink {
  readonly integrationId: string;
  readonly kind: 'User' | 'Group';
  readonly resourceId: string;
  /** The other system's own id. */
  readonly externalId?: string;
  /** `INACTIVE`: taken out of the tenant, and still shown; `REMOVED`: no longer shown. */
  readonly state: 'ACTIVE' | 'INACTIVE' | 'REMOVED';
  /** Whether the integration made it, and may change what it is called. */
  readonly provisioned: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** Rights in a tenant that wait for the person with an e-mail address to take them. */
export interface Invitation {
  readonly id: string;
  /** SHA-256 of the secret in its link, hex: who has the link may make the account that it is for. */
  readonly hash: string;
  readonly email: string;
  /** Roles with the namespaces that they are limited to; none: the whole tenant. */
  readonly roles: readonly { readonly id: string; readonly namespaces: readonly string[] }[];
  readonly groupIds: readonly string[];
  readonly superAdmin: boolean;
  readonly status: 'PENDING' | 'ACCEPTED';
  /** Who invites; absent: a command. */
  readonly invitedBy?: string;
  readonly sentAt: number;
  readonly expiresAt: number;
  readonly acceptedAt?: number;
}

export interface AuditEntry {
  readonly id: string;
  readonly type:
    | 'READ'
    | 'CREATE'
    | 'UPDATE'
    | 'DELETE'
    | 'LOGIN'
    | 'LOGOUT'
    | 'IMPERSONATE'
    | 'LOGIN_FAILURE'
    | 'ACCOUNT_LOCKED'
    | 'ACCESS_DENIED';
  readonly at: number;
  readonly userId?: string;
  readonly ipAddress?: string;
  readonly impersonatedBy?: string;
  readonly resource: string;
  readonly detail: JsonObject;
  readonly before?: string;
  readonly after?: string;
}
