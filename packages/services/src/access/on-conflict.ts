import { Conflict, type Store, type WriteOp } from '@windhover/ports';

/** Commits, and puts a refused precondition into the caller's words; conflicts that `toError` does not know pass through. */
export async function writeOr(
  store: Store,
  operations: readonly WriteOp[],
  toError: (conflict: Conflict) => Error | undefined,
): Promise<void> {
  try {
    await store.write(operations);
  } catch (error) {
    throw (error instanceof Conflict ? toError(error) : undefined) ?? error;
  }
}
