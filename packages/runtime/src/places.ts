/**
 * Who holds a place under one limit. An execution lends its place to one at a time of those that it waits for: together they
 * take one, so that a limit which waiting parents have filled lets in what they wait for.
 */
export interface PlaceAsker {
  readonly executionId: string;
  /** Executions that wait for it, the nearest first. */
  readonly ancestors: readonly string[];
}

export class Places {
  /** With their ancestors. */
  readonly #holders = new Map<string, readonly string[]>();
  /** How many holders there are below an execution, be it a holder or not. */
  readonly #below = new Map<string, number>();
  /** Holders that wait for others: those take their places. */
  #lenders = 0;

  get taken(): number {
    return this.#holders.size - this.#lenders;
  }

  get isEmpty(): boolean {
    return this.#holders.size === 0;
  }

  holders(): Iterable<string> {
    return this.#holders.keys();
  }

  /** Of a holder: the one whose place it is while that one waits for it; undefined for a place of its own. */
  lenderOf(executionId: string): string | undefined {
    return this.#nearest(this.#holders.get(executionId)!);
  }

  /** Whether it holds a place, is lent one, or finds one free. */
  hasRoomFor({ executionId, ancestors }: PlaceAsker, limit: number): boolean {
    if (this.#holders.has(executionId) || this.taken < limit) return true;
    const lender = this.#nearest(ancestors);
    return lender !== undefined && !this.#below.has(lender);
  }

  add({ executionId, ancestors }: PlaceAsker): void {
    if (this.#holders.has(executionId)) return;
    for (const id of ancestors) this.#count(id, 1);
    this.#holders.set(executionId, ancestors);
    if (this.#below.has(executionId)) this.#lenders += 1;
  }

  delete(executionId: string): void {
    const ancestors = this.#holders.get(executionId);
    if (ancestors === undefined) return;
    if (this.#below.has(executionId)) this.#lenders -= 1;
    this.#holders.delete(executionId);
    for (const id of ancestors) this.#count(id, -1);
  }

  #nearest(ancestors: readonly string[]): string | undefined {
    return ancestors.find((id) => this.#holders.has(id));
  }

  /** Changes how many are below an execution. */
  #count(id: string, by: 1 | -1): void {
    const before = this.#below.get(id) ?? 0;
    const isBorder = before + by === 0 || before === 0;
    if (before + by === 0) this.#below.delete(id);
    else this.#below.set(id, before + by);
    if (isBorder && this.#holders.has(id)) this.#lenders += by;
  }
}
