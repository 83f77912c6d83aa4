/** What the machine gives without us: SQLite commits, process starts, bare HTTP. Measured in the same run as our figures. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { load, requestText } from './load.ts';
import { percentile, time } from './measure.ts';

export interface Floors {
  /** Two-row executions a second in groups of 64, fsync on. */
  readonly groupedExecutionsPerSecond: number;
  readonly singleCommitMs: number;
  readonly processStartMs: number;
  readonly bareRequestsPerSecond: number;
}

const groupSize = 64;
const groups = 600;

export async function measureFloors(): Promise<Floors> {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-floor-'));
  try {
    const store = bareStore(join(folder, 'floor.db'));
    const groupsMs = await time(() => {
      for (let group = 0; group < groups; group += 1) store.commit(groupSize);
    });
    const singlesMs: number[] = [];
    for (let index = 0; index < 1_000; index += 1) singlesMs.push(await time(() => store.commit(1)));
    store.close();
    return {
      groupedExecutionsPerSecond: ((groups * groupSize) / groupsMs) * 1000,
      singleCommitMs: percentile(singlesMs, 0.5),
      processStartMs: await processStart(),
      bareRequestsPerSecond: await bareHttp(),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function bareStore(path: string): { commit(executions: number): void; close(): void } {
  const database = new DatabaseSync(path);
  database.exec('pragma journal_mode=wal; pragma synchronous=full; pragma temp_store=memory');
  database.exec('create table executions(run integer primary key, tenant text, id text, body text)');
  database.exec('create unique index executions_key on executions(tenant, id)');
  database.exec('create table task_runs(run integer, ord integer, body text, outputs text)');
  database.exec('create unique index task_runs_key on task_runs(run, ord)');
  const execution = database.prepare('insert into executions values (?, ?, ?, ?)');
  const taskRun = database.prepare('insert into task_runs values (?, 0, ?, ?)');
  const body = 'x'.repeat(600);
  const taskBody = 'y'.repeat(400);
  const outputs = 'z'.repeat(200);
  let run = 0;
  return {
    commit(executions) {
      database.exec('begin immediate');
      for (let index = 0; index < executions; index += 1) {
        run += 1;
        execution.run(run, `tenant${run % 10}`, `00${String(run).padStart(20, '0')}`, body);
        taskRun.run(run, taskBody, outputs);
      }
      database.exec('commit');
    },
    close: () => database.close(),
  };
}

async function processStart(): Promise<number> {
  const count = 40;
  const total = await time(async () => {
    for (let index = 0; index < count; index += 1) await once(spawn('true', { stdio: 'ignore' }), 'exit');
  });
  return total / count;
}

async function bareHttp(): Promise<number> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => response.end('{}'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = (server.address() as AddressInfo).port;
  const report = await load({ port, connections: 64, count: 20_000, requests: [requestText('POST', '/', {}, '{}')] });
  server.close();
  server.closeAllConnections();
  return report.perSecond;
}
