/** Building blocks of plugin properties. Each is the shape once rendered; a template may stand for any of them. */
import { hasExpression, parseDuration } from '@windhover/expressions';
import { RE2JS } from 're2js';
import { z } from 'zod';
import { parseSize } from '../size.ts';
import { stateNames } from '../states.ts';

function parses(parse: (text: string) => unknown): (text: string) => boolean {
  return (text) => {
    try {
      parse(text);
      return true;
    } catch {
      return false;
    }
  };
}

const isDuration = parses(parseDuration);

/** ISO-8601 duration as text. */
export function durationProperty(): z.ZodString {
  return durationThat(isDuration);
}

/** The same, longer than no time. */
export function lengthProperty(): z.ZodString {
  return durationProperty().refine((text) => !isDuration(text) || parseDuration(text) > 0, {
    error: 'must be longer than no time',
  });
}

/** ISO-8601 duration where what is written is checked, which may be a template. */
export function writtenDurationProperty(): z.ZodString {
  return durationThat((text) => hasExpression(text) || isDuration(text));
}

function durationThat(isFit: (text: string) => boolean): z.ZodString {
  return z
    .string()
    .refine(isFit, {
      error: (issue) => `'${String(issue.input)}' is not an ISO-8601 duration such as PT30S, PT1H or P1D`,
    })
    .meta({ format: 'duration' });
}

/** Size as text or number of bytes. */
export function sizeProperty(): z.ZodString {
  return z
    .string()
    .refine(parses(parseSize), {
      error: (issue) => `'${String(issue.input)}' is not a size such as 100, 64KB or 1.5GB`,
    })
    .meta({ format: 'size' });
}

/** A regular expression of the kind that needs linear time (RE2): no look-around, no back-references. */
export function patternProperty(): z.ZodString {
  return z
    .string()
    .refine(
      parses((text) => RE2JS.compile(text)),
      { error: (issue) => `invalid pattern [${String(issue.input)}]` },
    )
    .meta({ format: 'regex' });
}

/** IANA name of a time zone. */
export function timeZoneProperty(): z.ZodString {
  return z
    .string()
    .refine(
      parses((text) => new Intl.DateTimeFormat('en', { timeZone: text })),
      {
        error: (issue) => `'${String(issue.input)}' is not a valid time-zone ID`,
      },
    )
    .meta({ format: 'time-zone' });
}

export const stateProperty = z.enum(stateNames as readonly [string, ...string[]]);

/** Any map; texts in it are templates. */
export function mapProperty(): z.ZodRecord<z.ZodString, z.ZodUnknown> {
  return z.record(z.string(), z.unknown());
}

const labelValue = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Labels as a map or as a list of `{key, value}`. */
export function labelsProperty(): z.ZodUnion<
  [z.ZodRecord<z.ZodString, typeof labelValue>, z.ZodArray<z.ZodObject<{ key: z.ZodString; value: typeof labelValue }>>]
> {
  return z.union([z.record(z.string(), labelValue), z.array(z.object({ key: z.string(), value: labelValue }))]);
}

/** A single task. */
export function taskProperty(description: string): z.ZodRecord<z.ZodString, z.ZodUnknown> {
  return z.record(z.string(), z.unknown()).describe(description).meta({ $ref: '#/$defs/task' });
}

/** A list of tasks: the branches of a flowable. */
export function tasksProperty(description: string): z.ZodArray<z.ZodUnknown> {
  return z
    .array(z.unknown())
    .describe(description)
    .meta({ items: { $ref: '#/$defs/task' } });
}

/** A value of another plugin type (a task runner, a condition), checked by that type's own schema. */
export function pluginProperty(kind: 'taskRunner' | 'condition'): z.ZodRecord<z.ZodString, z.ZodUnknown> {
  return z.record(z.string(), z.unknown()).meta({ pluginKind: kind, $ref: `#/$defs/${kind}` });
}

/** A property that is obeyed as it is written: an expression in it is refused. */
export function literal<T extends z.ZodType>(schema: T): T {
  return schema.meta({ ...schema.meta(), literal: true }) as T;
}

/** An older spelling that is still understood; `replacedBy` names the present one. */
export function replaced<T extends z.ZodType>(schema: T, replacedBy: string): T {
  return schema.meta({ ...schema.meta(), deprecated: true, replacedBy }) as T;
}

/** A property that is understood and does nothing any more, or is on its way out without a successor. */
export function outdated<T extends z.ZodType>(schema: T): T {
  return schema.meta({ ...schema.meta(), deprecated: true }) as T;
}
