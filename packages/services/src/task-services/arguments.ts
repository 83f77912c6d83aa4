/** What tasks hand over: plain data whose shape their own schema has checked. */
import { instantToText, parseInstant } from '@windhover/expressions';
import type { QueryFilter } from '@windhover/model';
import type { PurgeRule } from '../revisions/old-revisions.ts';
import type { Arguments } from './create-task-services.ts';

/** Undefined for what is absent or empty. */
export function textArgument(args: Arguments, name: string): string | undefined {
  const value = args[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function listArgument(args: Arguments, name: string): readonly string[] | undefined {
  const value = args[name];
  return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}

/** Throws a sentence for the user when the text is no date. */
export function instantArgument(args: Arguments, name: string): number | undefined {
  const text = textArgument(args, name);
  if (text === undefined) return undefined;
  try {
    return parseInstant(text);
  } catch (cause) {
    throw new Error(`'${name}' is not a date with time and zone: '${text}'`, { cause });
  }
}

/** `before` and `keepAmount` of what is purged. */
export function purgeRuleArgument(args: Arguments): PurgeRule {
  return { beforeAt: instantArgument(args, 'before'), keepAmount: args['keepAmount'] as number | undefined };
}

/** From one instant, to another, both included; `until` is the field that the later one bounds. */
export function rangeFilters(
  since: number | undefined,
  until: number | undefined,
  untilField: 'startDate' | 'endDate',
): readonly QueryFilter[] {
  const filters: QueryFilter[] = [];
  if (since !== undefined)
    filters.push({ field: 'startDate', operation: 'GREATER_THAN_OR_EQUAL_TO', value: instantToText(since) });
  if (until !== undefined)
    filters.push({ field: untilField, operation: 'LESS_THAN_OR_EQUAL_TO', value: instantToText(until) });
  return filters;
}
