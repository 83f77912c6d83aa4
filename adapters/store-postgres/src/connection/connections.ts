/** Connections to the database: opened when needed, given back after each transaction, replaced when they break. */
import { Pool, type PoolClient, type PoolConfig } from 'pg';
import { isConnectionLost, StatementFailed, toConnectError, toDatabaseError } from './database-errors.ts';
import { Line } from './line.ts';
import { Pipeline, type PreparedStatements } from './pipeline.ts';
import { fixed, type Answer, type Statement } from './statement.ts';

/** Each has connections of its own: a search or a large deletion never keeps a commit of the engine waiting. */
export type Purpose = 'commit' | 'write' | 'read';

export interface ConnectionOptions {
  readonly config: PoolConfig;
  /** The database by name, for messages. */
  readonly database: string;
  /** In all, at least 3. */
  readonly maxConnections: number;
  readonly preparedStatements: boolean;
  /** Carried out once on each new connection. */
  readonly initSql?: string | undefined;
}

/** One connection for as long as the work lasts. */
export interface Session {
  /**
   * The statements' answers, in one round trip. Rejects with `StatementFailed` for the first that fails; those behind it
   * are not carried out. What is run before the last answer came is sent at once and carried out behind it.
   */
  run(statements: readonly Statement[]): Promise<readonly Answer[]>;
}

/** No statement is allowed to take longer: beyond it the connection is taken for dead. */
const longestAnswerMs = 120_000;

export class Connections {
  readonly database: string;
  readonly #pools: Readonly<Record<Purpose, Pool>>;
  readonly #preparedStatements: boolean;
  readonly #names = new Map<string, string>();
  readonly #known = new WeakMap<PoolClient, Set<string>>();
  readonly #commits = new Line((work) => this.use('commit', work));

  constructor({ config, database, maxConnections, preparedStatements, initSql }: ConnectionOptions) {
    this.database = database;
    this.#preparedStatements = preparedStatements;
    const write = Math.max(1, Math.floor((maxConnections - 1) / 2));
    const pool = (max: number): Pool => {
      const made = new Pool({
        ...config,
        max,
        keepAlive: true,
        ...(initSql !== undefined && {
          async onConnect(client) {
            await client.query(initSql);
          },
        }),
      });
      made.on('error', () => undefined); // an idle connection broke: the next one who asks gets a new one
      // For as long as it lives: the pool's own listener is gone before whoever asked has the connection, and the news of
      // its end may come in one packet with the news that it is ready. The statement under way is told as well.
      made.on('connect', (client) => client.on('error', () => undefined));
      return made;
    };
    this.#pools = {
      commit: pool(1),
      write: pool(write),
      read: pool(Math.max(1, maxConnections - 1 - write)),
    };
  }

  /** One pipeline on a connection of its own. Rejects like `use`. */
  run(purpose: Purpose, statements: readonly Statement[]): Promise<readonly Answer[]> {
    return this.use(purpose, (session) => session.run(statements));
  }

  /** As `run` for commits, which take effect in the order of the calls; one is sent before the answer to the last one. */
  async commit(statements: readonly Statement[]): Promise<readonly Answer[]> {
    return this.#commits.run(statements).catch((error: unknown) => {
      throw toDatabaseError(error, this.database);
    });
  }

  /**
   * Rejects with `DatabaseUnavailable` when no connection can be had or the one that was used broke, and with what the
   * work throws; a transaction that is still open then is rolled back.
   */
  async use<T>(purpose: Purpose, work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#pools[purpose].connect().catch((error: unknown) => {
      throw toConnectError(error, this.database);
    });
    let isUsable = false;
    let underWay = 0;
    const run = async (statements: readonly Statement[]): Promise<readonly Answer[]> => {
      underWay += 1;
      try {
        return await this.#pipeline(client, statements, underWay > 1);
      } finally {
        underWay -= 1;
      }
    };
    try {
      const result = await work({ run });
      isUsable = true;
      return result;
    } catch (error) {
      isUsable = !isConnectionLost(error) && (await this.#rolledBack(client));
      throw toDatabaseError(error, this.database);
    } finally {
      client.release(!isUsable);
    }
  }

  /** Waits for connections in use. */
  async close(): Promise<void> {
    await Promise.all(Object.values(this.#pools).map((pool) => pool.end()));
  }

  async #rolledBack(client: PoolClient): Promise<boolean> {
    if (client.getTransactionStatus() === 'I') return true;
    return this.#pipeline(client, [fixed('rollback')], false).then(
      () => true,
      () => false,
    );
  }

  /** `isBehind`: another one is under way, and this one is sent all the same. */
  #pipeline(client: PoolClient, statements: readonly Statement[], isBehind: boolean): Promise<readonly Answer[]> {
    return new Promise((resolve, reject) => {
      const watchdog = setTimeout(
        () => client.connection.stream.destroy(new Error('The database did not answer in time')),
        longestAnswerMs,
      ).unref();
      const pipeline = new Pipeline(statements, this.#preparedOn(client), {
        resolve(answers) {
          clearTimeout(watchdog);
          resolve(answers);
        },
        reject(cause, index) {
          clearTimeout(watchdog);
          reject(new StatementFailed(index, cause));
        },
      });
      if (isBehind) pipeline.sendAhead(client.connection as never);
      client.query(pipeline as never);
    });
  }

  #preparedOn(client: PoolClient): PreparedStatements {
    let known = this.#known.get(client);
    if (known === undefined) this.#known.set(client, (known = new Set()));
    return {
      known,
      nameOf: ({ sql, isFixed }) => {
        if (!isFixed || !this.#preparedStatements) return undefined;
        let name = this.#names.get(sql);
        if (name === undefined) this.#names.set(sql, (name = `windhover_${String(this.#names.size)}`));
        return name;
      },
    };
  }
}
