import type { WriteOp } from './write-op.ts';

/** An execution that was deleted while replays of it read its files, which therefore stay. */
export interface KeptFiles {
  readonly executionId: string;
  /** What it was itself made from. */
  readonly parentId?: string | undefined;
  /** Of an iteration: the execution that it went with. */
  readonly keptWith?: string | undefined;
  /** Whoever deleted it wanted its files to stay: they outlive the replays. */
  readonly stays: boolean;
}

export interface KeptFilesStore {
  find(executionId: string): Promise<KeptFiles | undefined>;
  /** What went with the execution. */
  listWith(executionId: string): Promise<readonly KeptFiles[]>;
  /** Whether there is an execution that was made from this one, or was and has kept files itself. */
  isReplayed(executionId: string): Promise<boolean>;
  keep(kept: KeptFiles): WriteOp;
  /** With what went with it. */
  forget(executionId: string): WriteOp;
}
