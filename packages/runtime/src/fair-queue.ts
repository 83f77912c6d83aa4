/**
 * Start-time fair queuing across tenants, in worker time held: each tenant has a virtual time `v` (milliseconds served
 * divided by its weight), and the smallest one is served next. A task is charged the tenant's mean length when it is
 * taken and its real length when it ends, so that a tenant with long tasks gets fewer of them, not more time. A tenant
 * that comes back after being idle starts at the present virtual time: idleness earns no credit.
 */
import type { TenantKey } from '@windhover/model';

export interface Taken<Job> {
  readonly job: Job;
  readonly charge: Charge;
}

/** What was charged for a job when it was taken; handed back when it ends. */
export interface Charge {
  readonly tenantKey: TenantKey;
  readonly estimateMs: number;
}

export interface FairQueue<Job> {
  add(tenantKey: TenantKey, job: Job): void;
  /** The oldest job of the tenant served least; undefined when nothing waits. */
  take(): Taken<Job> | undefined;
  /** Replaces the estimate by the time that the job really held its slot. */
  settle(charge: Charge, heldMs: number): void;
  /** Jobs waiting, by tenant; tenants without any are left out. */
  waiting(): ReadonlyMap<TenantKey, number>;
  /** The same of one tenant. */
  waitingOf(tenantKey: TenantKey): number;
}

/** Length assumed for the first task of a tenant; short, so that a wrong guess delays a newcomer by little. */
const firstEstimateMs = 10;
/** Share of the newest length in a tenant's mean. */
const newestShare = 0.2;
/** A job costs something even when it ends at once: else a flood of instant ones would never yield. */
const leastCostMs = 0.1;
/** Idle tenants are forgotten beyond this many; those that are still ahead of the others are kept. */
const maxIdleTenants = 10_000;

interface Line<Job> {
  readonly tenantKey: TenantKey;
  readonly weight: number;
  v: number;
  /** Breaks ties: who was served longest ago comes first. */
  turn: number;
  meanMs: number;
  jobs: Job[];
  head: number;
  /** Place in the heap; -1 while nothing waits. */
  at: number;
}

export function createFairQueue<Job>(weightOf: (tenantKey: TenantKey) => number = () => 1): FairQueue<Job> {
  const lines = new Map<TenantKey, Line<Job>>();
  const heap: Line<Job>[] = [];
  let present = 0;
  let turns = 0;

  return {
    add(tenantKey, job) {
      const line = lineOf(tenantKey);
      line.jobs.push(job);
      if (line.at >= 0) return;
      line.v = Math.max(line.v, present);
      line.turn = turns++;
      line.at = heap.push(line) - 1;
      rise(heap, line);
    },
    take() {
      const line = heap[0];
      if (line === undefined) return undefined;
      const job = shift(line);
      present = line.v;
      const estimateMs = line.meanMs;
      line.v += estimateMs / line.weight;
      line.turn = turns++;
      if (line.head === line.jobs.length) leave(heap, line);
      else sink(heap, line);
      return { job, charge: { tenantKey: line.tenantKey, estimateMs } };
    },
    settle({ tenantKey, estimateMs }, heldMs) {
      const line = lineOf(tenantKey);
      const costMs = Math.max(heldMs, leastCostMs);
      line.v += (costMs - estimateMs) / line.weight;
      line.meanMs += (costMs - line.meanMs) * newestShare;
      if (line.at < 0) return;
      rise(heap, line);
      sink(heap, line);
    },
    waitingOf(tenantKey) {
      const line = lines.get(tenantKey);
      return line === undefined ? 0 : line.jobs.length - line.head;
    },
    waiting: () => new Map(heap.map((line) => [line.tenantKey, line.jobs.length - line.head])),
  };

  function lineOf(tenantKey: TenantKey): Line<Job> {
    let line = lines.get(tenantKey);
    if (line === undefined) {
      if (lines.size >= maxIdleTenants) forgetIdle(lines, present);
      const weight = weightOf(tenantKey);
      line = { tenantKey, weight, v: present, turn: 0, meanMs: firstEstimateMs, jobs: [], head: 0, at: -1 };
      lines.set(tenantKey, line);
    }
    return line;
  }
}

function shift<Job>(line: Line<Job>): Job {
  const job = line.jobs[line.head]!;
  line.head += 1;
  // Taken jobs are cut off once they are half of the list: constant cost a job, however long the backlog.
  if (line.head * 2 >= line.jobs.length) {
    line.jobs = line.jobs.slice(line.head);
    line.head = 0;
  }
  return job;
}

function forgetIdle<Job>(lines: Map<TenantKey, Line<Job>>, present: number): void {
  for (const line of lines.values()) if (line.at < 0 && line.v <= present) lines.delete(line.tenantKey);
}

function isBefore<Job>(a: Line<Job>, b: Line<Job>): boolean {
  return a.v < b.v || (a.v === b.v && a.turn < b.turn);
}

function place<Job>(heap: Line<Job>[], line: Line<Job>, at: number): void {
  heap[at] = line;
  line.at = at;
}

function rise<Job>(heap: Line<Job>[], line: Line<Job>): void {
  let at = line.at;
  while (at > 0) {
    const parent = heap[(at - 1) >> 1]!;
    if (!isBefore(line, parent)) break;
    place(heap, parent, at);
    at = (at - 1) >> 1;
  }
  place(heap, line, at);
}

function sink<Job>(heap: Line<Job>[], line: Line<Job>): void {
  let at = line.at;
  for (;;) {
    const left = 2 * at + 1;
    if (left >= heap.length) break;
    const right = left + 1;
    const child = right < heap.length && isBefore(heap[right]!, heap[left]!) ? right : left;
    if (!isBefore(heap[child]!, line)) break;
    place(heap, heap[child]!, at);
    at = child;
  }
  place(heap, line, at);
}

function leave<Job>(heap: Line<Job>[], line: Line<Job>): void {
  const last = heap.pop()!;
  const at = line.at;
  line.at = -1;
  if (last === line) return;
  place(heap, last, at);
  rise(heap, last);
  sink(heap, last);
}
