import type { ChartSpan } from './dashboard.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A week begins on Monday; 1970 did on a Thursday. */
const mondayMs = 3 * dayMs;

/** Spans so short that a picture tells something, and so long that one has room for them: at most some two hundred. */
export function chartSpan(fromAt: number, untilAt: number, offsetMs: number): ChartSpan {
  const lengthMs = untilAt - fromAt;
  if (lengthMs <= 2 * hourMs) return { sizeMs: minuteMs, offsetMs };
  if (lengthMs <= 4 * dayMs) return { sizeMs: hourMs, offsetMs };
  if (lengthMs <= 180 * dayMs) return { sizeMs: dayMs, offsetMs };
  return { sizeMs: 7 * dayMs, offsetMs: offsetMs + mondayMs };
}

/** The beginning of the span in which an instant lies. */
export function beginOfSpan(at: number, { sizeMs, offsetMs }: ChartSpan): number {
  return Math.floor((at + offsetMs) / sizeMs) * sizeMs - offsetMs;
}
