/**
 * A connection on which a pipeline is sent while the one before it is still carried out, so that the server goes on at once
 * with what comes next instead of waiting until we have heard of what went before.
 */
import type { Session } from './connections.ts';
import { isConnectionLost } from './database-errors.ts';
import type { Answer, Statement } from './statement.ts';

/** One is carried out, one lies ready at the server. */
const maxUnderWay = 2;
/** Then the connection is given back, where one that is too old is replaced. */
const maxServed = 1_000;

interface Asked {
  readonly statements: readonly Statement[];
  resolve(answers: readonly Answer[]): void;
  reject(error: unknown): void;
}

interface Served {
  readonly session: Session;
  readonly giveBack: (lost: unknown) => void;
  underWay: number;
  served: number;
  /** Why the connection cannot be used any more. */
  lost: unknown;
}

export class Line {
  readonly #use: (work: (session: Session) => Promise<void>) => Promise<void>;
  #asked: Asked[] = [];
  #served: Served | undefined;
  #isConnecting = false;

  /** `use` lends the connection for as long as the work lasts; a work that rejects gives it back broken. */
  constructor(use: (work: (session: Session) => Promise<void>) => Promise<void>) {
    this.#use = use;
  }

  /** They take effect in the order of the calls. Rejects as a session does, and when there is no connection. */
  run(statements: readonly Statement[]): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      this.#asked.push({ statements, resolve, reject });
      if (this.#served !== undefined) this.#fill(this.#served);
      else if (!this.#isConnecting) this.#connect();
    });
  }

  #connect(): void {
    this.#isConnecting = true;
    const work = (session: Session): Promise<void> =>
      new Promise((resolve, reject) => {
        const giveBack = (lost: unknown): void => (lost === undefined ? resolve() : reject(lost as Error));
        this.#isConnecting = false;
        this.#served = { session, giveBack, underWay: 0, served: 0, lost: undefined };
        this.#fill(this.#served);
      });
    this.#use(work).catch((error: unknown) => {
      if (!this.#isConnecting) return; // whoever used it has been told
      this.#isConnecting = false;
      for (const { reject } of this.#asked.splice(0)) reject(error);
    });
  }

  #fill(served: Served): void {
    const mayTake = (): boolean =>
      served.lost === undefined && served.underWay < maxUnderWay && served.served < maxServed;
    while (mayTake() && this.#asked.length > 0) {
      const { statements, resolve, reject } = this.#asked.shift()!;
      served.underWay += 1;
      served.served += 1;
      served.session.run(statements).then(
        (answers) => {
          this.#answered(served);
          resolve(answers);
        },
        (error: unknown) => {
          if (isConnectionLost(error)) served.lost = error;
          this.#answered(served);
          reject(error);
        },
      );
    }
  }

  #answered(served: Served): void {
    served.underWay -= 1;
    this.#fill(served);
    if (served.underWay > 0) return;
    this.#served = undefined;
    served.giveBack(served.lost);
    if (this.#asked.length > 0) this.#connect();
  }
}
