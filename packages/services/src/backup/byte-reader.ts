/** Bytes that come in pieces, taken in other pieces. */
export class ByteReader {
  readonly #source: AsyncIterator<Uint8Array>;
  #pending: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /** At most so many; fewer at the end. */
  async upTo(length: number): Promise<Buffer> {
    await this.#fill(length);
    return this.#shift(Math.min(length, this.#pending.length));
  }

  /** Exactly so many; undefined when there are fewer. */
  async take(length: number): Promise<Buffer | undefined> {
    return (await this.#fill(length)) ? this.#shift(length) : undefined;
  }

  async isAtEnd(): Promise<boolean> {
    return !(await this.#fill(1));
  }

  /** With its end; undefined when there is none within so many bytes. */
  async line(maxBytes: number): Promise<Buffer | undefined> {
    await this.#fill(maxBytes);
    const end = this.#pending.subarray(0, maxBytes).indexOf('\n');
    return end === -1 ? undefined : this.#shift(end + 1);
  }

  /** Hands over everything but the last `length` bytes, and answers those; fewer when there are no more. */
  async restBut(length: number, take: (bytes: Uint8Array) => void): Promise<Buffer> {
    while (await this.#fill(length + 1)) take(this.#shift(this.#pending.length - length));
    return this.#shift(this.#pending.length);
  }

  /** Whether so many are there. */
  async #fill(length: number): Promise<boolean> {
    if (this.#pending.length >= length) return true;
    const pieces: Uint8Array[] = [this.#pending];
    let available = this.#pending.length;
    while (available < length) {
      const next = await this.#source.next();
      if (next.done === true) break;
      pieces.push(next.value);
      available += next.value.length;
    }
    this.#pending = Buffer.concat(pieces);
    return available >= length;
  }

  #shift(length: number): Buffer {
    const taken = this.#pending.subarray(0, length);
    this.#pending = this.#pending.subarray(length);
    return taken;
  }
}
