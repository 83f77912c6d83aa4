import { formatDuration } from '../format/duration.ts';

const steps = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000,
  900_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000,
];

/** Round offsets from 0 to `spanMs`, at most about `wanted` of them. */
export function ticks(spanMs: number, wanted: number): readonly number[] {
  const step =
    steps.find((candidate) => spanMs / candidate <= wanted) ?? Math.ceil(spanMs / wanted / 86_400_000) * 86_400_000;
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, index) => index * step);
}

/** Whether a label would reach beyond the end of the axis, and stands before its tick for that reason. */
export function isAtEnd(offsetMs: number, spanMs: number): boolean {
  return offsetMs / spanMs > 0.93;
}

/** Those with a label: where the last one stands before its tick, it takes the place of the one before. */
export function labelledTicks(spanMs: number, wanted: number): readonly number[] {
  const all = ticks(spanMs, wanted);
  return isAtEnd(all.at(-1)!, spanMs) && all.length > 2 ? all.toSpliced(-2, 1) : all;
}

/** An offset on the axis, without the zeros that a round number does not need: `0`, `2s`, `10m`. */
export function formatTick(offsetMs: number): string {
  return offsetMs === 0
    ? '0'
    : formatDuration(offsetMs)
        .replace(/ 0?0[smh]$/, '')
        .replace(/\.0s$/, 's');
}
