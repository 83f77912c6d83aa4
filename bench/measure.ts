/** How figures are taken: percentiles, rates, CPU of a thread, tables. */

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The floor of the same run that this is held against, if any. */
  readonly floor?: number;
  /** What it is held against instead of a floor. */
  readonly note?: string;
  readonly goal?: string;
}

/** The value below which `share` (0 to 1) of the samples lie. */
export function percentile(samples: readonly number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Wall time of `work` in milliseconds. */
export async function time(work: () => Promise<void> | void): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Runs `count` calls of `work` with `inFlight` under way at a time; answers calls per second and each call's milliseconds. */
export async function throughput(
  count: number,
  inFlight: number,
  work: (index: number) => Promise<unknown>,
): Promise<{ perSecond: number; latenciesMs: number[] }> {
  const latenciesMs: number[] = [];
  let next = 0;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (next < count) {
        const index = next;
        next += 1;
        const began = performance.now();
        await work(index);
        latenciesMs.push(performance.now() - began);
      }
    }),
  );
  return { perSecond: (count / (performance.now() - start)) * 1000, latenciesMs };
}

/** CPU time of the calling thread in microseconds. */
export function threadCpuUs(): number {
  const usage = process.threadCpuUsage();
  return usage.user + usage.system;
}

export function printFigures(title: string, figures: readonly Figure[]): void {
  console.log(`\n${title}`);
  const rows = figures.map((figure) => [
    figure.name,
    `${format(figure.value)} ${figure.unit}`,
    figure.floor === undefined ? (figure.note ?? '') : `${(figure.value / figure.floor).toFixed(2)} × floor`,
    figure.goal === undefined ? '' : `goal ${figure.goal}`,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows)
    console.log(`  ${row.map((cell, column) => cell.padEnd(widths[column]!)).join('  ')}`.trimEnd());
}

function format(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(3);
}
