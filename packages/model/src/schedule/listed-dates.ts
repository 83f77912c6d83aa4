import { z } from 'zod';
import { convertProperties } from '../plugins/convert-properties.ts';

const list = z.array(z.string());

/** The dates of a list as a template gives it, which may be JSON; none is looked at. Throws a RangeError for what is no list. */
export function listedDates(rendered: unknown): string[] {
  const read = list.safeParse(convertProperties(list, rendered));
  if (read.success) return read.data;
  throw new RangeError(`The dates must be a list such as ["2026-03-01T08:00:00Z"], not ${JSON.stringify(rendered)}`);
}
