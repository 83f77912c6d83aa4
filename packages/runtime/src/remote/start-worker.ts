/** A worker of its own: keeps a connection to each of its servers, and runs what they give it. */
import type { SocketEnd, WorkerSocket } from '@windhover/services';
import { mkdir } from 'node:fs/promises';
import type { RuntimeClock } from '../deps.ts';
import { decodeFrame, encodeFrame } from './frame.ts';
import { createPeer } from './peer.ts';
import { protocolVersion, welcomeSchema, type Hello, type Welcome } from './protocol.ts';
import { createRemoteRuns, type WorkerParts } from './run-remotely.ts';
import { Session } from './session.ts';

/** A server will not have this worker, now or later: the token is not valid, or the two do not understand each other. */
export class WorkerRefused extends Error {}

export interface WorkerOptions extends WorkerParts {
  /** Opens a connection to the server at this address. Rejects with `WorkerRefused`, or with what may go well later. */
  connect(server: string): Promise<WorkerSocket>;
  readonly servers: readonly string[];
  readonly name: string;
  readonly version: string;
  /** Tasks that run at the same time, divided among the servers. */
  readonly slots: number;
  /** The group that the token must be of; absent: whichever it is of. */
  readonly group?: string | undefined;
  readonly clock: RuntimeClock;
  readonly log: {
    info(message: string): void;
    warn(message: string): void;
  };
}

export interface RunningWorker {
  /** Resolves when it has stopped; rejects with `WorkerRefused` once a server will not have it. */
  readonly ended: Promise<void>;
  /** Takes nothing more, lets what runs end for at most `graceMs`, hands the rest back. Idempotent. */
  stop(options: { readonly graceMs: number }): Promise<void>;
}

/** Before the lease ends, for what must stop before the server gives its work to others: a share of the lease. */
const leaseMargin = 0.3;
const firstDelayMs = 250;
const longestDelayMs = 10_000;

export async function startWorker(options: WorkerOptions): Promise<RunningWorker> {
  await mkdir(options.tmpDir, { recursive: true });
  const slots = Math.max(1, Math.floor(options.slots / options.servers.length));
  const ended = Promise.withResolvers<void>();
  ended.promise.catch(() => undefined); // whoever waits for it is told
  const links = options.servers.map((server) =>
    createLink(server, { ...options, slots }, (cause) => ended.reject(cause)),
  );
  let stopping: Promise<void> | undefined;
  return {
    ended: ended.promise,
    stop({ graceMs }) {
      stopping ??= Promise.all(links.map((link) => link.stop(graceMs))).then(() => ended.resolve());
      return stopping;
    },
  };
}

interface Link {
  stop(graceMs: number): Promise<void>;
}

function createLink(server: string, options: WorkerOptions, refused: (cause: WorkerRefused) => void): Link {
  const { clock, log } = options;
  let current: OpenSession | undefined;
  let delayMs = firstDelayMs;
  let isStopped = false;
  let leave = false;
  void connect();

  return {
    async stop(graceMs) {
      leave = true;
      current?.leave();
      await current?.idle(graceMs);
      isStopped = true;
      await current?.end({ kind: 'lost', message: 'The worker stops' });
    },
  };

  async function connect(): Promise<void> {
    if (isStopped) return;
    try {
      const socket = await options.connect(server);
      greet(socket);
    } catch (cause) {
      if (cause instanceof WorkerRefused) return refuse(cause.message);
      again(cause instanceof Error ? cause.message : String(cause));
    }
  }

  /** The connection is over: another one, a little later each time. */
  function again(reason: string): void {
    if (isStopped) return;
    const waitMs = delayMs * (0.5 + Math.random() / 2);
    delayMs = Math.min(delayMs * 2, longestDelayMs);
    log.warn(`No connection to ${server}${reason === '' ? '' : `: ${reason}`}; the next attempt follows`);
    clock.after(waitMs, () => void connect());
  }

  function refuse(reason: string): void {
    if (isStopped) return;
    isStopped = true;
    const left = current?.drop({ kind: 'lost', message: reason }) ?? Promise.resolve();
    void left.then(() => refused(new WorkerRefused(`${server} will not have this worker: ${reason}`)));
  }

  function greet(socket: WorkerSocket): void {
    let session: OpenSession | undefined;
    socket.listen({
      frame(bytes) {
        try {
          const frame = decodeFrame(bytes);
          if (session !== undefined) session.session.take(frame, bytes.byteLength);
          else if (frame.kind === 'hello') session = welcomed(socket, welcomeSchema.parse(frame.body));
        } catch (cause) {
          socket.close(cause instanceof Error ? cause.message.slice(0, 100) : 'A broken frame arrived', false);
        }
      },
      closed({ reason, isFinal }: SocketEnd) {
        session?.session.detach(socket);
        if (isFinal) refuse(reason);
        else again(reason);
      },
    });
    const { name, version, slots, group } = options;
    const resume = current === undefined ? undefined : { session: current.name, received: current.session.received };
    const hello: Hello = {
      protocol: protocolVersion,
      version,
      name,
      slots,
      ...(group === undefined ? {} : { group }),
      ...(resume === undefined ? {} : { resume }),
    };
    socket.send(encodeFrame({ kind: 'hello', body: hello }));
  }

  function welcomed(socket: WorkerSocket, welcome: Welcome): OpenSession {
    delayMs = firstDelayMs;
    const known = current?.name === welcome.session ? current : undefined;
    // The server knows nothing of what ran here before
    if (known === undefined) void current?.drop({ kind: 'lost', message: 'The server has begun anew' });
    current = known ?? openSession(options, welcome, (session) => current === session && (current = undefined));
    current.session.attach(socket, welcome.received);
    if (leave) current.leave();
    const of = `group '${welcome.group}' of ${server}`;
    log.info(known === undefined ? `Connected as a worker of ${of}` : `Connected again to ${of}`);
    return current;
  }
}

interface OpenSession {
  readonly name: string;
  readonly session: Session;
  /** Takes nothing more. */
  leave(): void;
  /** Resolves once nothing runs, or the time is over. */
  idle(graceMs: number): Promise<void>;
  /** Ends what runs without an answer; resolves once nothing runs. */
  drop(stop: { readonly kind: 'lost'; readonly message: string }): Promise<void>;
  /** As `drop`, and tells the server that nothing is left. */
  end(stop: { readonly kind: 'lost'; readonly message: string }): Promise<void>;
}

function openSession(
  options: WorkerOptions,
  { session: name, version, leaseMs, beatMs }: Welcome,
  gone: (session: OpenSession) => void,
): OpenSession {
  const { clock, log } = options;
  if (version !== options.version) {
    log.warn(`The server has version ${version}, this worker ${options.version}: bring them to the same`);
  }
  const session = new Session(
    { message: (body) => peer.events.message(body), chunk: (stream, bytes) => peer.events.chunk(stream, bytes) },
    () => clock.monotonic(),
  );
  const idlers = new Set<() => void>();
  const runs = createRemoteRuns(
    options,
    () => peer,
    () => session.keptBytes,
    () => {
      if (runs.size === 0) for (const resolve of idlers) resolve();
    },
  );
  const peer = createPeer(
    () => session,
    (method, args) => runs.handle(method, args),
  );
  let isOver = false;
  let cancelBeat = (): void => undefined;
  const close = (reason: string): void => {
    isOver = true;
    cancelBeat();
    session.close(reason, false);
    peer.end(new Error(reason));
  };
  const opened: OpenSession = {
    name,
    session,
    leave: () => peer.tell('leaving', {}),
    async idle(graceMs) {
      if (runs.size === 0) return;
      const idle = Promise.withResolvers<void>();
      idlers.add(idle.resolve);
      const cancel = clock.after(graceMs, idle.resolve);
      await idle.promise;
      cancel();
    },
    async drop(stop) {
      isOver = true;
      cancelBeat();
      await runs.abandon(stop);
      peer.end(new Error(stop.message));
    },
    async end(stop) {
      await runs.abandon(stop);
      peer.tell('left', {});
      close(stop.message);
    },
  };
  beat();
  return opened;

  /** Stops everything in time when the server may have given up this worker. */
  function beat(): void {
    cancelBeat = clock.after(beatMs, () => {
      if (isOver) return;
      if (clock.monotonic() - session.knownHeardAt > leaseMs * (1 - leaseMargin)) {
        log.warn('The server was not heard of for too long: what runs is stopped');
        session.close('The lease has ended', false);
        gone(opened);
        return void opened.drop({ kind: 'lost', message: 'The lease of the worker has ended' });
      }
      session.beat();
      beat();
    });
  }
}
