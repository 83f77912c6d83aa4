/** A write as a value: made by a repository, carried out by `Store.write`, opaque in between. */
export interface WriteOp {
  readonly __writeOp: unique symbol;
}

/** A precondition of a write did not hold: the thing exists already, is gone, or was changed meanwhile. Nothing was written. */
export class Conflict extends Error {
  readonly thing: string;
  readonly id: string;

  constructor(thing: string, id: string) {
    super(`Conflict on ${thing} '${id}'`);
    this.name = 'Conflict';
    this.thing = thing;
    this.id = id;
  }
}
