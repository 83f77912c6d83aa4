/**
 * The error catalogue: code, sentence, status and facts of everything that a caller can be told.
 * `docs/errors.md` lists them; a check keeps the two in step.
 */

export interface ErrorProblem {
  readonly message: string;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

interface ErrorClass<Facts> {
  readonly code: string;
  readonly status: number;
  message(facts: Facts): string;
}

/** Base of all errors that name a thing, a place and a remedy. `status` is the HTTP status, `code` the catalogue's key. */
export abstract class WindhoverError<Facts = unknown> extends Error {
  readonly facts: Facts;
  readonly problems: readonly ErrorProblem[];

  constructor(facts: Facts, options: { cause?: unknown; problems?: readonly ErrorProblem[] } = {}) {
    super('', options.cause === undefined ? undefined : { cause: options.cause });
    this.facts = facts;
    this.problems = options.problems ?? [];
    const kind = this.constructor as unknown as ErrorClass<Facts>;
    this.message = kind.message(facts);
    this.name = kind.code;
  }

  get code(): string {
    return (this.constructor as unknown as ErrorClass<Facts>).code;
  }

  get status(): number {
    return (this.constructor as unknown as ErrorClass<Facts>).status;
  }
}

/** The thing does not exist, or may not be seen: both say the same. */
export class NotFound extends WindhoverError<{ thing: string }> {
  static readonly code = 'NOT_FOUND';
  static readonly status = 404;
  static message = ({ thing }: { thing: string }): string => `Not Found: ${thing}`;
}

/** It existed and its time is over. */
export class Gone extends WindhoverError<{ thing: string }> {
  static readonly code = 'GONE';
  static readonly status = 410;
  static message = ({ thing }: { thing: string }): string => `Gone: ${thing}`;
}

export class DefaultTenantDisabled extends WindhoverError<Record<never, never>> {
  static readonly code = 'DEFAULT_TENANT_DISABLED';
  static readonly status = 404;
  static message = (): string => 'No tenant in the request path and the default tenant is disabled';
}

/** An entity or request that breaks its schema or a rule; `problems` lists each single one. */
export class InvalidEntity extends WindhoverError<{ reason: string }> {
  static readonly code = 'INVALID_ENTITY';
  static readonly status = 422;
  static message = ({ reason }: { reason: string }): string => `Invalid entity: ${reason}`;
}

/** What an identity provider sent is not as SCIM has it; `scimType` is the standard's word for how. */
export class InvalidScim extends WindhoverError<{ scimType: string; reason: string }> {
  static readonly code = 'INVALID_SCIM';
  static readonly status = 400;
  static message = ({ reason }: { reason: string }): string => `Invalid SCIM request: ${reason}`;
}

export class IllegalArgument extends WindhoverError<{ reason: string }> {
  static readonly code = 'ILLEGAL_ARGUMENT';
  static readonly status = 422;
  static message = ({ reason }: { reason: string }): string => `Illegal argument: ${reason}`;
}

export class IllegalState extends WindhoverError<{ reason: string }> {
  static readonly code = 'ILLEGAL_STATE';
  static readonly status = 409;
  static message = ({ reason }: { reason: string }): string => `Illegal state: ${reason}`;
}

/** Whoever sends it means another call than the one that it stands for. */
export class IdempotencyKeyReused extends WindhoverError<Record<never, never>> {
  static readonly code = 'IDEMPOTENCY_KEY_REUSED';
  static readonly status = 422;
  static message = (): string =>
    'This Idempotency-Key was sent with another query or body before; use a new key for a new request';
}

export class IdempotencyKeyInUse extends WindhoverError<Record<never, never>> {
  static readonly code = 'IDEMPOTENCY_KEY_IN_USE';
  static readonly status = 409;
  static message = (): string => 'A request with this Idempotency-Key is still under way; try again when it has ended';
}

export class AlreadyExists extends WindhoverError<{ thing: string; id: string }> {
  static readonly code = 'ALREADY_EXISTS';
  static readonly status = 409;
  static message = ({ thing, id }: { thing: string; id: string }): string => `${thing} '${id}' already exists`;
}

export class DoesNotExist extends WindhoverError<{ thing: string; id: string }> {
  static readonly code = 'DOES_NOT_EXIST';
  static readonly status = 404;
  static message = ({ thing, id }: { thing: string; id: string }): string => `${thing} '${id}' does not exist`;
}

export class MissingPermission extends WindhoverError<{ permission: string; namespace?: string | undefined }> {
  static readonly code = 'MISSING_PERMISSION';
  static readonly status = 403;
  static message = ({ permission, namespace }: { permission: string; namespace?: string | undefined }): string =>
    `Forbidden: missing permission ${permission}${namespace === undefined ? '' : ` on namespace '${namespace}'`}`;
}

export class Forbidden extends WindhoverError<{ reason: string }> {
  static readonly code = 'FORBIDDEN';
  static readonly status = 403;
  static message = ({ reason }: { reason: string }): string => `Forbidden: ${reason}`;
}

export class MultiTenancyDisabled extends WindhoverError<Record<never, never>> {
  static readonly code = 'MULTI_TENANCY_DISABLED';
  static readonly status = 403;
  static message = (): string => 'Multi-tenancy is disabled: set kestra.ee.tenants.enabled to true';
}

/** What the default tenant has cannot become another tenant's. */
export class MigrationRefused extends WindhoverError<{ reason: string }> {
  static readonly code = 'MIGRATION_REFUSED';
  static readonly status = 409;
  static message = ({ reason }: { reason: string }): string => reason;
}

/** The tenant exists and the caller may enter it, but it stands still. */
export class TenantSuspended extends WindhoverError<{ id: string }> {
  static readonly code = 'TENANT_SUSPENDED';
  static readonly status = 423;
  static message = ({ id }: { id: string }): string => `Tenant '${id}' is suspended`;
}

export class NothingToSynchronize extends WindhoverError<Record<never, never>> {
  static readonly code = 'NOTHING_TO_SYNCHRONIZE';
  static readonly status = 409;
  static message = (): string => 'The default tenant is disabled, there is nothing to synchronize with.';
}

export class Unauthenticated extends WindhoverError<Record<never, never>> {
  static readonly code = 'UNAUTHENTICATED';
  static readonly status = 401;
  static message = (): string => 'Unauthorized: sign in, or send valid credentials';
}

/** A provider of single sign-on, or what it sent, says no. */
export class SignOnRefused extends WindhoverError<{ provider: string; reason: string }> {
  static readonly code = 'SIGN_ON_REFUSED';
  static readonly status = 401;
  static message = ({ provider, reason }: { provider: string; reason: string }): string =>
    `Signing in with '${provider}' was refused: ${reason}`;
}

export class SignOnExpired extends WindhoverError<{ provider: string }> {
  static readonly code = 'SIGN_ON_EXPIRED';
  static readonly status = 401;
  static message = ({ provider }: { provider: string }): string =>
    `Signing in with '${provider}' was begun too long ago or in another browser, or has ended already: begin again`;
}

export class EmailNotVerified extends WindhoverError<{ provider: string }> {
  static readonly code = 'EMAIL_NOT_VERIFIED';
  static readonly status = 403;
  static message = ({ provider }: { provider: string }): string =>
    `'${provider}' names no verified e-mail address for this account: have it verified there, then sign in again`;
}

export class ProviderUnavailable extends WindhoverError<{ provider: string; reason: string }> {
  static readonly code = 'PROVIDER_UNAVAILABLE';
  static readonly status = 502;
  static message = ({ provider, reason }: { provider: string; reason: string }): string =>
    `The sign-in provider '${provider}' cannot be used now: ${reason}`;
}

export class TooManyRequests extends WindhoverError<{ reason: string; retryAfterSeconds: number }> {
  static readonly code = 'TOO_MANY_REQUESTS';
  static readonly status = 429;
  static message = ({ reason }: { reason: string }): string => `Too many requests: ${reason}`;
}

/** A tenant has all that it may have of something. */
export class LimitReached extends WindhoverError<{ what: string; limit: number }> {
  static readonly code = 'LIMIT_REACHED';
  static readonly status = 429;
  static message = ({ what, limit }: { what: string; limit: number }): string =>
    `Limit reached: this tenant may have ${limit} ${what}; remove some, or have the limit raised`;
}

export class BadRequest extends WindhoverError<{ reason: string }> {
  static readonly code = 'BAD_REQUEST';
  static readonly status = 400;
  static message = ({ reason }: { reason: string }): string => `Bad request: ${reason}`;
}

/** One of the things that an operation on many was asked for, and why it cannot be done. */
export interface InvalidItem {
  readonly message: string;
  /** How it was named. */
  readonly invalidValue: string;
}

/** Some of the things named cannot be acted on; nothing was done. */
export class BulkRefused extends WindhoverError<{ reason: string; invalids: readonly InvalidItem[] }> {
  static readonly code = 'BULK_REFUSED';
  static readonly status = 400;
  static message = ({ reason }: { reason: string }): string => `Invalid bulk request: nothing was done: ${reason}`;

  static of(invalids: readonly InvalidItem[]): BulkRefused {
    return new BulkRefused({ reason: invalids.map(({ message }) => message).join(', '), invalids });
  }
}

export class PayloadTooLarge extends WindhoverError<{ maxBytes: number }> {
  static readonly code = 'PAYLOAD_TOO_LARGE';
  static readonly status = 413;
  static message = ({ maxBytes }: { maxBytes: number }): string =>
    `Payload too large: at most ${maxBytes} bytes are accepted`;
}

export class UriTooLong extends WindhoverError<{ maxLength: number }> {
  static readonly code = 'URI_TOO_LONG';
  static readonly status = 414;
  static message = ({ maxLength }: { maxLength: number }): string =>
    `URI too long: at most ${maxLength} characters are accepted`;
}

export class UnsupportedMediaType extends WindhoverError<{ contentType: string; expected: string }> {
  static readonly code = 'UNSUPPORTED_MEDIA_TYPE';
  static readonly status = 415;
  static message = ({ contentType, expected }: { contentType: string; expected: string }): string =>
    `Unsupported media type '${contentType}': send ${expected}`;
}

/** An applied migration no longer reads as it did: what the database holds cannot be told from the program any more. */
export class MigrationChanged extends WindhoverError<{ migration: string }> {
  static readonly code = 'MIGRATION_CHANGED';
  static readonly status = 500;
  static message = ({ migration }: { migration: string }): string =>
    `Migration '${migration}' was edited after it had been applied; restore it and add a new migration instead`;
}

export class StoreTooNew extends WindhoverError<{ path: string; migration: string }> {
  static readonly code = 'STORE_TOO_NEW';
  static readonly status = 500;
  static message = ({ path, migration }: { path: string; migration: string }): string =>
    `Store '${path}' was written by a newer version (it has migration '${migration}'); start that version, or restore a backup`;
}

export class StoreInUse extends WindhoverError<{ path: string; holder: string }> {
  static readonly code = 'STORE_IN_USE';
  static readonly status = 503;
  static message = ({ path, holder }: { path: string; holder: string }): string =>
    `Store '${path}' is in use by ${holder}; stop it first, or choose another data folder`;
}

/** A backup cannot be restored here; everything is as it was before. */
export class BackupNotRestored extends WindhoverError<{ reason: string }> {
  static readonly code = 'BACKUP_NOT_RESTORED';
  static readonly status = 409;
  static message = ({ reason }: { reason: string }): string => `Nothing was restored: ${reason}`;
}

/** What a tenant has is there again; what its executions left behind is there in part. */
export class RestoreUnfinished extends WindhoverError<{ reason: string }> {
  static readonly code = 'RESTORE_UNFINISHED';
  static readonly status = 503;
  static message = ({ reason }: { reason: string }): string =>
    `All but executions was restored, and of these the first ones: ${reason}; restore the same backup again to go on`;
}

/** A commit failed or its fate is unknown: nothing is written any more until the process starts anew. */
export class StoreBroken extends WindhoverError<{ path: string; reason: string }> {
  static readonly code = 'STORE_BROKEN';
  static readonly status = 503;
  static message = ({ path, reason }: { path: string; reason: string }): string =>
    `Store '${path}' takes no writes any more: ${reason}`;
}

/** Nothing was written; the store works again once there is space. */
export class StorageFull extends WindhoverError<{ path: string }> {
  static readonly code = 'STORAGE_FULL';
  static readonly status = 507;
  static message = ({ path }: { path: string }): string => `No space left to write '${path}'; free some and try again`;
}

/** Nothing that was asked can be promised: neither that it happened nor that it did not, unless the reason says so. */
export class DatabaseUnavailable extends WindhoverError<{ database: string; reason: string }> {
  static readonly code = 'DATABASE_UNAVAILABLE';
  static readonly status = 503;
  static message = ({ database, reason }: { database: string; reason: string }): string =>
    `Database '${database}' cannot be reached: ${reason}`;
}

export class DatabaseTooOld extends WindhoverError<{ database: string; version: string; oldest: string }> {
  static readonly code = 'DATABASE_TOO_OLD';
  static readonly status = 500;
  static message = ({ database, version, oldest }: { database: string; version: string; oldest: string }): string =>
    `Database '${database}' runs PostgreSQL ${version}; ${oldest} or newer is needed`;
}

export class DatabaseRightMissing extends WindhoverError<{ database: string; user: string; reason: string }> {
  static readonly code = 'DATABASE_RIGHT_MISSING';
  static readonly status = 500;
  static message = ({ database, user, reason }: { database: string; user: string; reason: string }): string =>
    `User '${user}' lacks a right in database '${database}': ${reason}; make it the owner of the database or of the schema`;
}

export class DatabaseOccupied extends WindhoverError<{ database: string; reason: string }> {
  static readonly code = 'DATABASE_OCCUPIED';
  static readonly status = 500;
  static message = ({ database, reason }: { database: string; reason: string }): string =>
    `Database '${database}' holds tables of another program (${reason}); give Windhover a database or a schema of its own`;
}

/** A backend that keeps a tenant's secrets or files does not answer, or refuses. Its address is in the cause, for the log alone. */
export class BackendUnavailable extends WindhoverError<{ what: 'Secrets' | 'Storage'; reason: string }> {
  static readonly code = 'BACKEND_UNAVAILABLE';
  static readonly status = 424;
  static message = ({ what, reason }: { what: 'Secrets' | 'Storage'; reason: string }): string =>
    `${what} cannot be reached: ${reason}`;
}

/** The tenant, or the instance, keeps this service away from its secrets or files. */
export class ServiceDenied extends WindhoverError<{ what: 'Secret' | 'Storage'; service: string; place: string }> {
  static readonly code = 'SERVICE_DENIED';
  static readonly status = 403;
  /** `place` is a tenant or a namespace: `tenant 'dev'`. */
  static message = ({ what, service, place }: { what: string; service: string; place: string }): string =>
    `${what} access is denied to service ${service} for ${place}`;
}

export class SecretsReadOnly extends WindhoverError<Record<never, never>> {
  static readonly code = 'SECRETS_READ_ONLY';
  static readonly status = 422;
  static message = (): string => 'Secrets are read-only';
}

/** What callers are told of a failure that is ours. */
export class InternalError extends WindhoverError<Record<never, never>> {
  static readonly code = 'INTERNAL';
  static readonly status = 500;
  static message = (): string => 'Internal server error: the log of the server says more, under the id in X-Request-Id';
}

/** A promise of our own code was broken; never a caller's fault. */
export class BrokenInvariant extends WindhoverError<{ promise: string }> {
  static readonly code = 'BROKEN_INVARIANT';
  static readonly status = 500;
  static message = ({ promise }: { promise: string }): string => `Broken invariant: ${promise}`;
}

/** Throws {@link BrokenInvariant} with the sentence that says why this must hold. */
export function invariant(condition: unknown, promise: string): asserts condition {
  if (!condition) throw new BrokenInvariant({ promise });
}
