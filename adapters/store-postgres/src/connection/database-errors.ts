/** What PostgreSQL and the network say, by the kinds that matter here. */
import { DatabaseUnavailable, StorageFull } from '@windhover/model';

/** A statement of a pipeline failed; `cause` is the database's or the network's own error. */
export class StatementFailed extends Error {
  /** Its place in the pipeline. */
  readonly index: number;
  /** SQLSTATE; undefined when the connection broke. */
  readonly code: string | undefined;
  readonly constraint: string | undefined;

  constructor(index: number, cause: Error) {
    super(cause.message, { cause });
    this.name = 'StatementFailed';
    this.index = index;
    const { severity, code, constraint } = cause as { severity?: string; code?: string; constraint?: string };
    this.code = severity === undefined ? undefined : code;
    this.constraint = constraint;
  }
}

export const uniqueViolation = '23505';
export const divisionByZero = '22012';
export const queryCanceled = '57014';
export const invalidRegularExpression = '2201B';
export const insufficientPrivilege = '42501';
export const duplicateTable = '42P07';

const diskFull = '53100';
const serializationFailure = '40001';
const deadlockDetected = '40P01';

/** The server is ending, restarting, or has no place for another connection. */
const unavailableCodes: ReadonlySet<string> = new Set(['57P01', '57P02', '57P03', '57P05', '25P03', '53300']);
/** A proxy that gives each transaction another connection cannot know what was prepared on the last one. */
const preparedStatementCodes: ReadonlySet<string> = new Set(['26000', '42P05']);

export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof StatementFailed)) return error instanceof DatabaseUnavailable;
  return error.code === undefined || error.code.startsWith('08') || unavailableCodes.has(error.code);
}

/** Nothing was written, and the same may succeed now. */
export function isRetryable(error: unknown): boolean {
  return error instanceof StatementFailed && (error.code === serializationFailure || error.code === deadlockDetected);
}

/** A statement's failure as callers are told it; what is no matter of the database's state stays as it is. */
export function toDatabaseError(error: unknown, database: string): unknown {
  if (!(error instanceof StatementFailed)) return error;
  if (error.code === diskFull) return new StorageFull({ path: database }, { cause: error });
  if (error.code !== undefined && preparedStatementCodes.has(error.code)) {
    const reason = `${error.message}: behind a transaction-pooling proxy turn prepared statements off with 'prepareThreshold=0'`;
    return new DatabaseUnavailable({ database, reason }, { cause: error });
  }
  if (!isConnectionLost(error)) return error;
  return new DatabaseUnavailable({ database, reason: error.message }, { cause: error });
}

/** Why there is no connection: the network, or the server that lets nobody in. */
export function toConnectError(error: unknown, database: string): DatabaseUnavailable {
  return new DatabaseUnavailable({ database, reason: reasonOf(error) }, { cause: error });
}

/** A host with several addresses fails with all of them, and no message. */
function reasonOf(error: unknown): string {
  const all = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [error];
  return all.map((one) => (one instanceof Error ? one.message : String(one))).join('; ');
}
