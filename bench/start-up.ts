/** From the start of the process to its first answer, and what it holds and does while nobody asks for anything. */
import { setTimeout as delay } from 'node:timers/promises';
import { percentile, type Figure } from './measure.ts';
import { makeServerFolder, startServerProcess, type ServerFolder } from './server-process.ts';

const rounds = 5;
/** Threads that a start needs end after 10 s without work, some of which comes a while after the start. */
const untilRestMs = 25_000;
const restMs = 5_000;

export async function measureStartUp(): Promise<Figure[]> {
  const firstMs: number[] = [];
  const againMs: number[] = [];
  let folder: ServerFolder | undefined;
  try {
    for (let round = 0; round < rounds; round += 1) {
      folder?.remove();
      folder = makeServerFolder();
      firstMs.push(await startAndStop(folder));
    }
    for (let round = 0; round < rounds; round += 1) againMs.push(await startAndStop(folder!));
    return [
      {
        name: 'first start: nothing compiled, no data',
        value: percentile(firstMs, 0.5),
        unit: 'ms to the first answer',
      },
      { name: 'start', value: percentile(againMs, 0.5), unit: 'ms to the first answer', goal: '≤ 1,000' },
      ...(await idle(folder!)),
    ];
  } finally {
    folder?.remove();
  }
}

async function startAndStop(folder: ServerFolder): Promise<number> {
  const server = await startServerProcess(folder);
  await server.stop();
  return server.readyMs;
}

async function idle(folder: ServerFolder): Promise<Figure[]> {
  const server = await startServerProcess(folder);
  try {
    await delay(untilRestMs);
    const before = server.cpuUs();
    await delay(restMs);
    const [after, bytes] = [server.cpuUs(), server.residentBytes()];
    if (before === undefined || after === undefined || bytes === undefined) return [];
    return [
      { name: 'memory without work', value: bytes / 1_000_000, unit: 'MB', goal: '≤ 150' },
      { name: 'CPU without work', value: (after - before) / restMs, unit: 'ms a second' },
    ];
  } finally {
    await server.stop();
  }
}
