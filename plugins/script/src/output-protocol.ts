/**
 * What a script tells the engine on stdout or stderr: lines of the form `::{ JSON }::` with `outputs` (a map, merged,
 * later lines win), `metrics` and `logs`. Such lines are consumed, all others are log lines.
 */
import { parseDuration, parseExactJson, type LogLevel, type Metric } from '@windhover/plugin-sdk';
import { z } from 'zod';

export interface ScriptMessage {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly metrics: readonly Metric[];
  readonly logs: readonly { readonly level: LogLevel; readonly message: string }[];
}

const level = z
  .string()
  .transform((text) => text.toUpperCase())
  .pipe(z.enum(['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR']));

const metric = z.object({
  name: z.string(),
  type: z.enum(['counter', 'timer', 'gauge']),
  value: z.union([z.number(), z.string()]),
  tags: z.record(z.string(), z.coerce.string()).optional(),
});

const message = z.object({
  outputs: z.record(z.string(), z.unknown()).nullish(),
  metrics: z.array(metric).nullish(),
  logs: z.array(z.object({ level, message: z.string() })).nullish(),
});

/** The message in a line; undefined for an ordinary line; throws with the reason when it is one but cannot be read. */
export function parseScriptMessage(line: string): ScriptMessage | undefined {
  const text = line.trim();
  if (!text.startsWith('::{') || !text.endsWith('}::')) return undefined;
  const json = text.slice(2, -2);
  const parsed = message.parse(JSON.parse(json));
  return {
    // Metrics are measures, outputs may be ids
    outputs: (parseExactJson(json) as Pick<typeof parsed, 'outputs'>).outputs ?? {},
    metrics: (parsed.metrics ?? []).map(toMetric),
    logs: parsed.logs ?? [],
  };
}

/** Timers come as seconds or as an ISO duration. */
function toMetric({ name, type, value, tags }: z.output<typeof metric>): Metric {
  const known = { name, type, ...(tags === undefined ? {} : { tags }) };
  if (type === 'timer') return { ...known, value: typeof value === 'number' ? value * 1000 : parseDuration(value) };
  if (typeof value !== 'number') throw new Error(`metric '${name}' needs a number, not '${value}'`);
  return { ...known, value };
}
