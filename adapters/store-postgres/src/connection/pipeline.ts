/**
 * Statements that travel to the server together and come back together: one round trip, however many there are. Without
 * a `begin` among them they are one transaction all the same, which ends with the last of them.
 */
import type { FieldDef } from 'pg';
import { fromStoredText, toStoredText } from './stored-text.ts';
import type { Answer, Row, SqlValue, Statement } from './statement.ts';

/** What of pg's connection is used here; its published types tell it otherwise. */
export interface Wire {
  readonly stream: { cork(): void; uncork(): void };
  parse(statement: { readonly name: string; readonly text: string }): void;
  bind(values: {
    readonly statement: string;
    readonly values: readonly SqlValue[];
    readonly valueMapper: (value: SqlValue) => Buffer | string | null;
  }): void;
  describe(what: { readonly type: 'P'; readonly name: string }): void;
  execute(): void;
  sync(): void;
  on(event: 'parseComplete' | 'readyForQuery' | 'end', listener: () => void): void;
  off(event: 'parseComplete' | 'readyForQuery' | 'end', listener: () => void): void;
}

/** Names of prepared statements, and which of them a connection knows. */
export interface PreparedStatements {
  /** Undefined: not to be prepared. */
  nameOf(statement: Statement): string | undefined;
  readonly known: Set<string>;
}

export interface PipelineOutcome {
  resolve(answers: readonly Answer[]): void;
  /** `index` is that of the statement that failed; what follows it was not carried out. */
  reject(error: Error, index: number): void;
}

export class Pipeline {
  readonly #statements: readonly Statement[];
  readonly #prepared: PreparedStatements;
  readonly #outcome: PipelineOutcome;
  readonly #answers: Answer[] = [];
  #parsing: string[] = [];
  #fields: readonly FieldDef[] | undefined;
  #rows: Row[] = [];
  #wire: Wire | undefined;
  #isSent = false;

  constructor(statements: readonly Statement[], prepared: PreparedStatements, outcome: PipelineOutcome) {
    this.#statements = statements;
    this.#prepared = prepared;
    this.#outcome = outcome;
  }

  /**
   * Before its turn, behind what the server is told already. Not if one of its statements has to be prepared: that may be
   * under way.
   */
  sendAhead(wire: Wire): void {
    if (this.#statements.every((statement) => this.#prepared.known.has(this.#prepared.nameOf(statement) ?? ''))) {
      this.#write(wire);
    }
  }

  /** Called by pg's client when the answers that come are ours. */
  submit(wire: Wire): void {
    this.#wire = wire;
    wire.on('parseComplete', this.#parsed);
    if (!this.#isSent) this.#write(wire);
  }

  handleRowDescription({ fields }: { readonly fields: readonly FieldDef[] }): void {
    this.#fields = fields;
  }

  handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }): void {
    this.#rows.push(toRow(this.#fields ?? [], fields));
  }

  handleCommandComplete({ text }: { readonly text: string }): void {
    this.#answers.push({ rows: this.#rows, changes: Number(/\d+$/.exec(text)?.[0] ?? 0) });
    this.#rows = [];
    this.#fields = undefined;
  }

  handleReadyForQuery(): void {
    this.#wire?.off('parseComplete', this.#parsed);
    this.#outcome.resolve(this.#answers);
  }

  /** Settles once the connection can be used again, or is known to be lost. */
  handleError(error: Error & { readonly severity?: string }): void {
    const wire = this.#wire;
    const reject = (): void => {
      for (const event of ['readyForQuery', 'end'] as const) wire?.off(event, reject);
      wire?.off('parseComplete', this.#parsed);
      this.#outcome.reject(error, this.#answers.length);
    };
    if (wire === undefined || error.severity === undefined) return reject(); // the connection broke
    for (const event of ['readyForQuery', 'end'] as const) wire.on(event, reject);
  }

  #write(wire: Wire): void {
    this.#isSent = true;
    wire.stream.cork();
    try {
      for (const statement of this.#statements) this.#send(wire, statement);
    } finally {
      wire.sync();
      wire.stream.uncork();
    }
  }

  #send(wire: Wire, statement: Statement): void {
    const name = this.#prepared.nameOf(statement) ?? '';
    if (name === '' || !(this.#prepared.known.has(name) || this.#parsing.includes(name))) {
      wire.parse({ name, text: statement.sql });
      this.#parsing.push(name);
    }
    wire.bind({ statement: name, values: statement.parameters, valueMapper: toWireValue });
    wire.describe({ type: 'P', name: '' });
    wire.execute();
  }

  readonly #parsed = (): void => {
    const name = this.#parsing.shift();
    if (name !== undefined && name !== '') this.#prepared.known.add(name);
  };
}

function toWireValue(value: SqlValue): Buffer | string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? toStoredText(value) : value;
}

/** Types of PostgreSQL whose values are numbers here: bigint, smallint, integer. */
const numberTypes: ReadonlySet<number> = new Set([20, 21, 23]);

function toRow(fields: readonly FieldDef[], values: readonly (string | null)[]): Row {
  const row: Record<string, null | number | string> = {};
  for (const [index, { name, dataTypeID }] of fields.entries()) {
    const value = values[index]!;
    if (value === null) row[name] = null;
    else row[name] = numberTypes.has(dataTypeID) ? Number(value) : fromStoredText(value);
  }
  return row;
}
