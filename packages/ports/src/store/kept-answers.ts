import type { WriteOp } from './write-op.ts';

/** The answer to a call that was made under a client's own key, for repeats of it. Readable for whoever has the key alone. */
export interface KeptAnswer {
  /** Digest of who called what under which key. */
  readonly name: string;
  readonly keptAt: number;
  /** Sealed text. */
  readonly body: string;
}

export interface KeptAnswerStore {
  /** However old it is. */
  find(name: string): Promise<KeptAnswer | undefined>;
  /** `Conflict('Kept answer', name)` when there is one that was kept at `expiredBefore` or later; an older one is replaced. */
  keep(answer: KeptAnswer, expiredBefore: number): WriteOp;
}

/** Answers to calls above the tenants. */
export interface InstanceAnswerStore extends KeptAnswerStore {
  /** Those of all tenants, too. */
  deleteKeptBefore(at: number): WriteOp;
}
