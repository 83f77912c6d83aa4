import type { WorkerGroup, WorkerToken } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Groups of workers and the tokens with which these connect, all of the instance. */
export interface WorkerGroupStore {
  /** By id. */
  list(): Promise<readonly WorkerGroup[]>;
  find(id: string): Promise<WorkerGroup | undefined>;
  /** `Conflict('Worker group', id)` when there is one. */
  insert(group: WorkerGroup): WriteOp;
  /** Replaces it; `Conflict('Worker group', id)` when there is none. */
  update(group: WorkerGroup): WriteOp;
  /** With its tokens. `Conflict('Worker group', id)` when there is none. */
  delete(id: string): WriteOp;
  /** Of all groups, in the order in which they were made. */
  listTokens(): Promise<readonly WorkerToken[]>;
  /** Tokens with this prefix; few. */
  findTokens(prefix: string): Promise<readonly WorkerToken[]>;
  insertToken(token: WorkerToken): WriteOp;
  /** Replaces it; nothing when it is gone. */
  updateToken(token: WorkerToken): WriteOp;
  /** `Conflict('Worker token', id)` when the group has none of that id. */
  deleteToken(groupId: string, id: string): WriteOp;
}
