/** Workers that are connected to this server: who they are, what they can take, and until when what they run is theirs. */
import { isValidToken, type WorkerToken } from '@windhover/model';
import type { ConnectedWorker, Ids, WorkerSocket } from '@windhover/services';
import type { RuntimeClock } from '../deps.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { createPeer, type Peer } from './peer.ts';
import { createPlaces, type LookThere, type Place, type Places } from './place.ts';
import { helloSchema, type Hello, type Welcome } from './protocol.ts';
import { Session } from './session.ts';

export interface WorkerPool {
  accept(token: WorkerToken, socket: WorkerSocket): void;
  connected(): readonly ConnectedWorker[];
  /** Whether one of the group could take another attempt now. */
  hasRoom(groupId: string): boolean;
  /** Room on the worker of the group that has most of it; undefined when none has. */
  open(groupId: string): Place | undefined;
  /** The worker of the group that has fewest looks of triggers; undefined when none can be asked now. */
  lookAt(groupId: string): LookThere | undefined;
  /** Sends those away whose token is not among these, or not valid any more. */
  keepTokens(tokens: readonly WorkerToken[]): void;
  /** Sends all away; those that come are refused. */
  close(): void;
}

export interface PoolSettings {
  readonly version: string;
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly killGraceMs: number;
}

export interface PoolDeps {
  readonly clock: RuntimeClock;
  readonly ids: Ids;
  readonly settings: PoolSettings;
  /** There is a worker or room more, or a worker less. */
  changed(groupId: string): void;
  /** A token was used: one that was revoked meanwhile must be told again. */
  used(): void;
}

interface Worker {
  readonly id: string;
  readonly token: WorkerToken;
  readonly hello: Hello;
  readonly connectedAt: number;
  readonly session: Session;
  readonly peer: Peer;
  readonly places: Places;
  seenAt: number;
  isLeaving: boolean;
  cancelBeat: (() => void) | undefined;
}

/** What the server says is kept until the worker confirms it, but not without end. */
const maxKeptBytes = 256 * 1024 * 1024;
/** Connected with one token, and away for less than the lease: each may have so much kept for it. */
const maxOfToken = 256;
/** A worker that connects and says nothing is not waited for. */
const helloMs = 10_000;

export function createWorkerPool({ clock, ids, settings, changed, used }: PoolDeps): WorkerPool {
  /** By the secret name of their session. */
  const workers = new Map<string, Worker>();
  /** Those that were sent away, until the lease of what they run has ended, with what ends it at once. */
  const leaving = new Map<Worker, () => void>();
  let isClosed = false;

  return {
    accept,
    connected: () => Array.from(workers.values(), describe),
    hasRoom: (groupId) => withRoom(groupId).length > 0,
    open(groupId) {
      const free = (worker: Worker): number => worker.hello.slots - worker.places.size;
      const [most] = withRoom(groupId).toSorted((one, other) => free(other) - free(one));
      return most?.places.open();
    },
    lookAt(groupId) {
      const [idlest] = reachable(groupId).toSorted((one, other) => one.places.lookCount - other.places.lookCount);
      return idlest?.places.look;
    },
    keepTokens(tokens) {
      const now = clock.now();
      const valid = new Set(tokens.filter((token) => isValidToken(token, now)).map(({ id }) => id));
      for (const [session, { token }] of workers) if (!valid.has(token.id)) refuse(session, 'The token was revoked');
    },
    close() {
      isClosed = true;
      for (const [session, worker] of workers) {
        worker.session.close('The server stops', false);
        forget(session);
      }
      for (const endNow of leaving.values()) endNow();
    },
  };

  function withRoom(groupId: string): readonly Worker[] {
    return reachable(groupId).filter(({ hello, places }) => places.size < hello.slots);
  }

  function reachable(groupId: string): readonly Worker[] {
    return [...workers.values()].filter(
      ({ token, session, isLeaving }) => token.groupId === groupId && session.isAttached && !isLeaving,
    );
  }

  function accept(token: WorkerToken, socket: WorkerSocket): void {
    let name: string | undefined;
    const cancelHello = clock.after(helloMs, () => socket.close('The worker said nothing', false));
    socket.listen({
      frame(bytes) {
        try {
          const frame = decodeFrame(bytes);
          const worker = name === undefined ? undefined : workers.get(name);
          if (worker !== undefined) {
            worker.seenAt = clock.now();
            worker.session.take(frame, bytes.byteLength);
          } else if (name === undefined && frame.kind === 'hello') {
            cancelHello();
            name = greet(token, socket, frame.body);
          }
        } catch (cause) {
          if (name === undefined) socket.close(shortened(cause), true);
          else refuse(name, shortened(cause));
        }
      },
      closed() {
        cancelHello();
        const worker = name === undefined ? undefined : workers.get(name);
        worker?.session.detach(socket);
        if (worker !== undefined) changed(token.groupId);
      },
    });
  }

  /** Answers the name of its session; undefined when it was sent away. */
  function greet(token: WorkerToken, socket: WorkerSocket, body: unknown): string | undefined {
    const read = helloSchema.safeParse(body);
    if (!read.success) {
      socket.close(shortened(read.error.issues[0]?.message), true);
      return undefined;
    }
    const { group = token.groupId, resume } = read.data;
    if (isClosed || group !== token.groupId) {
      const reason = isClosed ? 'The server stops' : `The token is of group '${token.groupId}', not of '${group}'`;
      socket.close(reason, !isClosed);
      return undefined;
    }
    const known = resume === undefined ? undefined : workers.get(resume.session);
    const isResumed = resume !== undefined && known?.token.id === token.id;
    if (!isResumed && [...workers.values()].filter((worker) => worker.token.id === token.id).length >= maxOfToken) {
      socket.close(`More than ${maxOfToken} workers have connected with the token`, false);
      return undefined;
    }
    const name = isResumed ? resume.session : Buffer.from(ids.random(24)).toString('base64url');
    const worker = isResumed ? known! : admit(name, token, read.data);
    const { version, leaseMs, beatMs, killGraceMs } = settings;
    const received = worker.session.received;
    const welcome: Welcome = { session: name, isResumed, received, version, group, leaseMs, beatMs, killGraceMs };
    socket.send(encodeFrame({ kind: 'hello', body: welcome }));
    worker.session.attach(socket, isResumed ? resume.received : 0);
    worker.seenAt = clock.now();
    changed(token.groupId);
    used();
    return name;
  }

  function admit(name: string, token: WorkerToken, hello: Hello): Worker {
    const session = new Session(
      { message: (body) => peer.events.message(body), chunk: (stream, bytes) => peer.events.chunk(stream, bytes) },
      () => clock.monotonic(),
    );
    const places = createPlaces(
      () => peer,
      () => changed(token.groupId),
    );
    const bounded = {
      sendMessage(body: unknown) {
        session.sendMessage(body);
        demandConfirmed(name, session);
      },
      sendChunk(stream: number, bytes: Uint8Array) {
        session.sendChunk(stream, bytes);
        demandConfirmed(name, session);
      },
    };
    const peer = createPeer(
      () => bounded,
      (method, args) => {
        switch (method) {
          case 'leaving':
            worker.isLeaving = true;
            return undefined;
          case 'left':
            worker.session.close('Goodbye', false);
            return forget(name);
          default:
            return places.handle(method, args);
        }
      },
    );
    const worker: Worker = {
      id: ids.next(),
      token,
      hello,
      connectedAt: clock.now(),
      session,
      peer,
      places,
      seenAt: clock.now(),
      isLeaving: false,
      cancelBeat: undefined,
    };
    workers.set(name, worker);
    beat(name, worker);
    return worker;
  }

  /** Answers to what it asked while it reads nothing are no longer kept for it. */
  function demandConfirmed(name: string, session: Session): void {
    if (session.keptBytes > maxKeptBytes) refuse(name, 'The worker does not confirm what it is sent');
  }

  /** A sign of life, and a look whether the worker has given one, and whether its token is still good. */
  function beat(name: string, worker: Worker): void {
    worker.cancelBeat = clock.after(settings.beatMs, () => {
      if (clock.monotonic() - worker.session.heardAt > settings.leaseMs) {
        worker.session.close('Nothing was heard of the worker', false);
        return forget(name);
      }
      if (!isValidToken(worker.token, clock.now())) return refuse(name, 'The token has expired');
      worker.session.beat();
      beat(name, worker);
    });
  }

  /** Tells it to stay away. What it runs is its own until its lease ends: it may not have heard it. */
  function refuse(name: string, reason: string): void {
    const worker = workers.get(name);
    if (worker === undefined) return;
    workers.delete(name);
    worker.cancelBeat?.();
    worker.session.close(reason, true);
    const endNow = (): void => {
      cancel();
      leaving.delete(worker);
      end(worker);
    };
    const cancel = clock.after(settings.leaseMs, endNow);
    leaving.set(worker, endNow);
    changed(worker.token.groupId);
  }

  function forget(name: string): void {
    const worker = workers.get(name);
    if (worker === undefined) return;
    workers.delete(name);
    worker.cancelBeat?.();
    end(worker);
    changed(worker.token.groupId);
  }

  function end({ places, peer }: Worker): void {
    places.lose();
    peer.end(new Error('The worker is gone'));
  }

  function describe({ id, token, hello, connectedAt, seenAt, session, isLeaving, places }: Worker): ConnectedWorker {
    const state = session.isAttached ? (isLeaving ? 'TERMINATING' : 'RUNNING') : 'DISCONNECTED';
    const { name, version, slots } = hello;
    const running = places.size;
    const at = { connectedAt, lastSeenAt: seenAt };
    return { workerId: id, groupId: token.groupId, tokenId: token.id, name, version, state, ...at, slots, running };
  }
}

/** What fits into the frame that closes a connection. */
function shortened(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return text.slice(0, 100);
}
