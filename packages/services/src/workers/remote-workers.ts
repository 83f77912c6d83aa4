/** Workers that are processes of their own, as use cases and the HTTP side see them. The runtime implements it. */
import type { Instant, WorkerToken } from '@windhover/model';

/** Largest frame that either side takes: outputs of a task have at most 10 MiB as JSON. */
export const maxFrameBytes = 32 * 1024 * 1024;

/** A connection that hands over whole frames in their order. */
export interface WorkerSocket {
  /** Called once, before anything else. */
  listen(on: { frame(frame: Uint8Array): void; closed(why: SocketEnd): void }): void;
  /** Nothing after it has closed. */
  send(frame: Uint8Array): void;
  /** `reason` is for the log of the other side, which gets 120 bytes of it. `isFinal`: it need not come back. */
  close(reason: string, isFinal: boolean): void;
}

/** What the other side said when it closed; an empty reason: the connection broke. */
export interface SocketEnd {
  readonly reason: string;
  readonly isFinal: boolean;
}

export interface ConnectedWorker {
  readonly workerId: string;
  readonly groupId: string;
  readonly tokenId: string;
  readonly name: string;
  /** Of the program. */
  readonly version: string;
  /** `DISCONNECTED`: its connection broke, what it runs counts as lost when its lease ends. */
  readonly state: 'RUNNING' | 'TERMINATING' | 'DISCONNECTED';
  readonly connectedAt: Instant;
  readonly lastSeenAt: Instant;
  /** Tasks that it runs at the same time, and how many it runs now. */
  readonly slots: number;
  readonly running: number;
}

/** What a task run waits for that a group's workers are to run. */
export interface GroupWorkload {
  readonly groupId: string;
  readonly workers: number;
  readonly slots: number;
  readonly running: number;
  /** Of all tenants. */
  readonly waiting: number;
}

export interface RemoteWorkers {
  /** Takes over the connection of a worker that has shown this token. */
  accept(token: WorkerToken, socket: WorkerSocket): void;
  /** At this server. */
  connected(): readonly ConnectedWorker[];
  /** At this server. */
  workload(groupId: string): GroupWorkload;
  /** Undefined when no group of this server is asked to run it. */
  workloadFor(executionId: string, ord: number): GroupWorkload | undefined;
}

/** Of a process that runs no executions. */
export const noRemoteWorkers: RemoteWorkers = {
  accept: (_token, socket) => socket.close('This server runs no executions: connect to one that does', true),
  connected: () => [],
  workload: (groupId) => ({ groupId, workers: 0, slots: 0, running: 0, waiting: 0 }),
  workloadFor: () => undefined,
};
