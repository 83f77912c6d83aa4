/** Calls under an idempotency key: what they make and what they are answered are committed together, and are had once. */
import { IdempotencyKeyInUse, IdempotencyKeyReused } from '@windhover/model';
import { Conflict, type KeptAnswerStore, type WriteOp } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { gatherWrites } from './gathered-writes.ts';
import { digest, nameOfCall, openKept, sealKept, type CallAnswer, type RepeatableCall } from './kept-answer.ts';

/**
 * `at-once`: everything that the call changes is in what it writes, and its answer needs nothing that it wrote.
 * `in-steps`: it commits as it goes, and done again it makes nothing twice; its answer is kept at the end.
 */
export type WayOfMaking = 'at-once' | 'in-steps';

export interface AnsweredCall {
  readonly answer: CallAnswer;
  /** Nothing was done: it is the answer to an earlier call. */
  readonly isRepeat: boolean;
}

type Act = (deps: Deps) => Promise<CallAnswer>;

const keptForMs = 86_400_000;
const sweepEveryMs = 3_600_000;
/** As often as a use case goes on after somebody else came first. */
const attempts = 50;

export class RepeatableCalls {
  readonly #deps: Deps;
  /** On this server; of those on two servers one is refused by the store. */
  readonly #underWay = new Set<string>();
  readonly #timer: NodeJS.Timeout;
  #sweep: Promise<void>;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#sweep = this.#deleteExpired();
    this.#timer = setInterval(() => {
      this.#sweep = this.#deleteExpired();
    }, sweepEveryMs).unref();
  }

  /**
   * Acts, unless the same call was answered within a day: then that answer comes again. What is refused or fails leaves
   * nothing, and may be tried again under the same key. Throws `IdempotencyKeyReused` when something else was said the first
   * time, `IdempotencyKeyInUse` while the first one is under way.
   */
  async answer(call: RepeatableCall, way: WayOfMaking, act: Act): Promise<AnsweredCall> {
    const name = nameOfCall(call);
    if (this.#underWay.has(name)) throw new IdempotencyKeyInUse({});
    this.#underWay.add(name);
    try {
      const first = await this.#find(call);
      if (first !== undefined) return { answer: first, isRepeat: true };
      return await (way === 'at-once' ? this.#atOnce(call, act) : this.#inSteps(call, act));
    } finally {
      this.#underWay.delete(name);
    }
  }

  /** Resolves once nothing of it uses the store any more. */
  close(): Promise<void> {
    clearInterval(this.#timer);
    return this.#sweep;
  }

  async #atOnce(call: RepeatableCall, act: Act): Promise<AnsweredCall> {
    let refusal: Conflict | undefined;
    for (let attempt = 1; ; attempt += 1) {
      const gathered = gatherWrites(this.#deps, refusal);
      const answer = await act(gathered.deps);
      try {
        await gathered.commit([this.#keep(call, answer)]);
        return { answer, isRepeat: false };
      } catch (error) {
        if (!(error instanceof Conflict) || attempt === attempts) throw error;
        // Another server was first, unless somebody made something else that stands in the way
        const first = await this.#find(call);
        if (first !== undefined) return { answer: first, isRepeat: true };
        refusal = error;
      }
    }
  }

  async #inSteps(call: RepeatableCall, act: Act): Promise<AnsweredCall> {
    const answer = await act(this.#deps);
    this.#deps.crashAt?.('repeat.after-steps-before-answer-kept');
    try {
      await this.#deps.store.write([this.#keep(call, answer)]);
    } catch (error) {
      if (!(error instanceof Conflict)) throw error;
      const first = await this.#find(call);
      if (first !== undefined) return { answer: first, isRepeat: true };
      throw error;
    }
    return { answer, isRepeat: false };
  }

  #keep(call: RepeatableCall, answer: CallAnswer): WriteOp {
    const now = this.#deps.clock.now();
    const body = sealKept(call, this.#deps.settings.encryptionKey, { said: digest(call.said), answer });
    return this.#storeOf(call).keep({ name: nameOfCall(call), keptAt: now, body }, now - keptForMs);
  }

  async #find(call: RepeatableCall): Promise<CallAnswer | undefined> {
    const { clock, settings } = this.#deps;
    const row = await this.#storeOf(call).find(nameOfCall(call));
    if (row === undefined || row.keptAt < clock.now() - keptForMs) return undefined;
    const { said, answer } = openKept(call, settings.encryptionKey, row.body);
    if (said !== digest(call.said)) throw new IdempotencyKeyReused({});
    return answer;
  }

  #storeOf({ tenantKey }: RepeatableCall): KeptAnswerStore {
    const { store } = this.#deps;
    return tenantKey === undefined ? store.keptAnswers : store.scope(tenantKey).keptAnswers;
  }

  async #deleteExpired(): Promise<void> {
    const { store, clock, onProblem } = this.#deps;
    try {
      await store.write([store.keptAnswers.deleteKeptBefore(clock.now() - keptForMs)]);
    } catch (error) {
      onProblem?.('answers that were kept for a day could not be deleted', error);
    }
  }
}
