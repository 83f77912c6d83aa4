/**
 * What all servers on a database must hear, kept until they have looked: whoever looks after the shards reads what is new.
 * Versions follow one another without a gap, in the order of the commits, so that a server knows whether it missed any.
 */
import { textArray } from '../connection/array-parameter.ts';
import type { Connections } from '../connection/connections.ts';
import { fixed, type Row, type Statement } from '../connection/statement.ts';
import { engine, enter, type TransactionSettings } from '../part.ts';
import type { Write } from '../step.ts';

/** Parts of a unit of work that others must hear of. */
export function announcing(message: string): Write {
  return {
    part: engine,
    steps: [
      { sql: lock, rows: [[lockNumber]] },
      { sql: insert, rows: [[textArray([message])]], announces: message },
      { sql: removeOld, rows: [[kept]] },
    ],
  };
}

export interface AnnouncementListener {
  /** Of another server; each once. */
  announced(message: string): void;
  /** Some are not kept any more. */
  missed(): void;
}

export interface AnnouncementsDeps {
  readonly connections: Connections;
  readonly settings: TransactionSettings;
}

/** Who did not look for longer than they last reads everything again. */
const kept = 1_000;
/** Held for a transaction by who adds; of no other meaning, and another one than that of the migrations. */
const lockNumber = 1_467_639_553;

const lock = 'select pg_advisory_xact_lock($1)';
const insert = `insert into announcements(version, message)
  select (select coalesce(max(version), 0) from announcements) + place, message
  from unnest($1::text[]) with ordinality n(message, place) order by place returning version`;
const removeOld = 'delete from announcements where version <= (select max(version) from announcements) - $1';

export class Announcements {
  readonly #deps: AnnouncementsDeps;
  #listener: AnnouncementListener | undefined;
  /** All up to this one were heard. */
  #last = 0;
  /** Later ones that were heard: one's own, and those that a hint has brought. */
  readonly #ahead = new Set<number>();
  /** By message: kept by units of work, and not published yet. */
  readonly #stored = new Map<string, number>();

  constructor(deps: AnnouncementsDeps) {
    this.#deps = deps;
  }

  /** The listener hears what is added from now on. */
  async follow(listener: AnnouncementListener): Promise<void> {
    const [newest] = await this.#run(fixed('select coalesce(max(version), 0) as version from announcements'));
    this.#last = newest![0]!['version'] as number;
    this.#listener = listener;
  }

  /** Resolves once they are stored, to their versions in order. The own listener does not hear them. */
  async add(messages: readonly string[]): Promise<readonly number[]> {
    const [, added] = await this.#run(
      fixed(lock, lockNumber),
      fixed(insert, textArray(messages)),
      fixed(removeOld, kept),
    );
    const versions = added!.map((row) => row['version'] as number);
    for (const version of versions) this.note(version);
    return versions;
  }

  /** It was stored by a unit of work of this server, which publishes it next. */
  wasStored(message: string, version: number): void {
    this.note(version);
    this.#stored.set(message, version);
  }

  /** The version under which a unit of work has stored it; undefined when none has. */
  takeStored(message: string): number | undefined {
    const version = this.#stored.get(message);
    this.#stored.delete(message);
    return version;
  }

  /** Whether it was not heard before; now it counts as heard. */
  note(version: number): boolean {
    if (version <= this.#last || this.#ahead.has(version)) return false;
    this.#ahead.add(version);
    return true;
  }

  /** Asks for what {@link read} takes. */
  unread(): Statement {
    return fixed('select version, message from announcements where version > $1 order by version', this.#last);
  }

  read(rows: readonly Row[]): void {
    const unread = rows.filter((row) => (row['version'] as number) > this.#last);
    if (unread.length === 0) return;
    const isGap = (unread[0]!['version'] as number) > this.#last + 1;
    this.#last = unread.at(-1)!['version'] as number;
    const heard = new Set(this.#ahead);
    for (const version of heard) if (version <= this.#last) this.#ahead.delete(version);
    if (isGap) return this.#listener?.missed();
    for (const row of unread) {
      if (!heard.has(row['version'] as number)) this.#listener?.announced(row['message'] as string);
    }
  }

  async #run(...statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    const { connections, settings } = this.#deps;
    const answers = await connections.run('write', [enter(engine, settings), ...statements]);
    return answers.slice(1).map(({ rows }) => rows);
  }
}
