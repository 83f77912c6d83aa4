/** What all triggers have that look for something again and again. */
import { parseDuration } from '@windhover/expressions';
import { z } from 'zod';
import { literal } from './property-kinds.ts';

const defaultInterval = 'PT60S';
/** Less would be a loop, not a look now and then. */
const shortestMs = 1_000;

export const pollingProperties = {
  interval: literal(
    z
      .string()
      .refine((text) => (toMs(text) ?? 0) >= shortestMs, {
        error: ({ input }) => `'${String(input)}' is not an ISO-8601 duration of a second or more such as PT30S`,
      })
      .meta({ format: 'duration' }),
  )
    .default(defaultInterval)
    .describe('From the end of a look to the next. Written out; a second or more.'),
};

/** The interval that a trigger asks for, in milliseconds; the default in place of what is no interval. */
export function pollIntervalMs(interval: unknown): number {
  const parsed = pollingProperties.interval.safeParse(interval);
  return toMs(parsed.success ? parsed.data : defaultInterval)!;
}

function toMs(text: string): number | undefined {
  try {
    return parseDuration(text);
  } catch {
    return undefined;
  }
}
