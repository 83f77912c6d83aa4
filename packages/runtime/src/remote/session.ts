/**
 * What is said between a server and a worker, over one connection after the other: each side keeps what the other has not
 * confirmed, and says it again on the next connection. Nothing is lost, doubled or out of order while both sides live.
 */
import type { WorkerSocket } from '@windhover/services';
import { encodeFrame, type Frame } from './frame.ts';

export interface SessionEvents {
  message(body: unknown): void;
  chunk(stream: number, bytes: Uint8Array): void;
}

/** How much is taken in before the other side is told, so that it need not keep it. */
const confirmEveryBytes = 256 * 1024;
const confirmEveryFrames = 64;
/** Beats whose time is known: a side that confirms none of them has given no sign of having heard any. */
const maxBeats = 1_000;

export class Session {
  readonly #events: SessionEvents;
  readonly #now: () => number;
  #socket: WorkerSocket | undefined;
  #sent = 0;
  #received = 0;
  /** Not confirmed, in order; the first one has the number `#sent - #kept.length + 1`. */
  #kept: Uint8Array[] = [];
  #keptBytes = 0;
  #unconfirmedBytes = 0;
  #unconfirmedFrames = 0;
  #beats = 0;
  #beatOfOther = 0;
  /** When each beat was sent that the other has not heard. */
  readonly #beatsSentAt = new Map<number, number>();
  #heardAt: number;
  #knownHeardAt: number;

  /** `now` in milliseconds that never go back. */
  constructor(events: SessionEvents, now: () => number) {
    this.#events = events;
    this.#now = now;
    this.#heardAt = now();
    this.#knownHeardAt = now();
  }

  /** The last number that arrived: what the other side need not say again. */
  get received(): number {
    return this.#received;
  }

  /** What waits for a connection, or for the other side to confirm it. */
  get keptBytes(): number {
    return this.#keptBytes;
  }

  get isAttached(): boolean {
    return this.#socket !== undefined;
  }

  /** When something of the other side arrived last. */
  get heardAt(): number {
    return this.#heardAt;
  }

  /** A moment at which this side said something that the other has heard: it has heard of us no earlier. */
  get knownHeardAt(): number {
    return this.#knownHeardAt;
  }

  /** Goes on over this connection; `received` is what the other side says of itself. Throws when that cannot be. */
  attach(socket: WorkerSocket, received: number): void {
    this.#confirmed(received);
    if (this.#socket !== socket) this.close('The worker has connected anew', false);
    this.#socket = socket;
    this.#heardAt = this.#now();
    for (const frame of this.#kept) socket.send(frame);
    this.beat();
  }

  detach(socket: WorkerSocket): void {
    if (this.#socket === socket) this.#socket = undefined;
  }

  /** Closes the connection, if there is one. */
  close(reason: string, isFinal: boolean): void {
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(reason, isFinal);
  }

  sendMessage(body: unknown): void {
    this.#send({ kind: 'message', seq: this.#sent + 1, body });
  }

  sendChunk(stream: number, bytes: Uint8Array): void {
    this.#send({ kind: 'chunk', seq: this.#sent + 1, stream, bytes });
  }

  /** Says that this side lives and how far it has heard the other. */
  beat(): void {
    this.#unconfirmedBytes = 0;
    this.#unconfirmedFrames = 0;
    if (this.#socket === undefined) return;
    this.#beats += 1;
    this.#beatsSentAt.set(this.#beats, this.#now());
    this.#beatsSentAt.delete(this.#beats - maxBeats);
    const frame = { kind: 'beat', received: this.#received, beat: this.#beats, heard: this.#beatOfOther } as const;
    this.#socket.send(encodeFrame(frame));
  }

  /** Takes what has arrived; throws when the other side does not keep to the rules, and what its message threw. */
  take(frame: Frame, sizeBytes: number): void {
    this.#heardAt = this.#now();
    switch (frame.kind) {
      case 'hello':
        throw new Error('A second greeting arrived');
      case 'beat':
        this.#confirmed(frame.received);
        this.#beatOfOther = frame.beat;
        return this.#heard(frame.heard);
      case 'message':
        if (this.#isNext(frame.seq, sizeBytes)) this.#events.message(frame.body);
        return;
      case 'chunk':
        if (this.#isNext(frame.seq, sizeBytes)) this.#events.chunk(frame.stream, frame.bytes);
    }
  }

  #send(frame: Frame): void {
    const bytes = encodeFrame(frame);
    this.#sent += 1;
    this.#kept.push(bytes);
    this.#keptBytes += bytes.byteLength;
    this.#socket?.send(bytes);
  }

  /** False for what is said again. */
  #isNext(seq: number, sizeBytes: number): boolean {
    if (seq <= this.#received) return false;
    if (seq !== this.#received + 1) throw new Error('A frame is missing');
    this.#received = seq;
    this.#unconfirmedBytes += sizeBytes;
    this.#unconfirmedFrames += 1;
    if (this.#unconfirmedBytes >= confirmEveryBytes || this.#unconfirmedFrames >= confirmEveryFrames) this.beat();
    return true;
  }

  #confirmed(received: number): void {
    const first = this.#sent - this.#kept.length;
    if (received < first || received > this.#sent) throw new Error('What was confirmed cannot have arrived');
    const gone = this.#kept.splice(0, received - first);
    for (const frame of gone) this.#keptBytes -= frame.byteLength;
  }

  #heard(beat: number): void {
    const sentAt = this.#beatsSentAt.get(beat);
    if (sentAt !== undefined) this.#knownHeardAt = Math.max(this.#knownHeardAt, sentAt);
    for (const earlier of this.#beatsSentAt.keys()) if (earlier <= beat) this.#beatsSentAt.delete(earlier);
  }
}
