/** Concurrency limit, SLAs and checks. */
import { parseDuration } from '@windhover/expressions';
import type { Check, Concurrency, Quota, Sla } from '../flow.ts';
import type { Path } from '../problem.ts';
import { reportDuplicates } from './check-inputs.ts';
import { checkShape } from './check-shape.ts';
import { checkSchema, concurrencySchema, quotaSchema, slaSchema } from './flow-schema.ts';
import { readLabels } from './read-labels.ts';
import { isPresent, listAt, report } from './reading.ts';
import type { Reading } from './reading.ts';

export function readConcurrency(reading: Reading, value: unknown, path: Path): Concurrency | undefined {
  return isPresent(value) ? checkShape(reading, concurrencySchema, value, path) : undefined;
}

export function readQuotas(reading: Reading, value: unknown, path: Path): readonly Quota[] {
  return listAt(reading, value, path).flatMap((item, index): readonly Quota[] => {
    const quota = checkShape(reading, quotaSchema, item, [...path, index]);
    if (quota === undefined) return [];
    const windowMs = parseDuration(quota.duration);
    if (windowMs > 0) return [{ ...quota, windowMs }];
    report(reading, [...path, index, 'duration'], { code: 'INVALID_VALUE', message: 'must be longer than no time' });
    return [];
  });
}

export function readSlas(reading: Reading, value: unknown, path: Path): readonly Sla[] {
  const slas = listAt(reading, value, path).flatMap((item, index): readonly Sla[] => {
    const at = [...path, index];
    const sla = checkShape(reading, slaSchema, item, at);
    if (sla === undefined) return [];
    const needed = sla.type === 'MAX_DURATION' ? 'duration' : 'assert';
    if (sla[needed] === undefined) report(reading, [...at, needed], { code: 'MISSING', message: 'must not be null' });
    const labels = readLabels(reading, sla.labels, [...at, 'labels']);
    return [
      {
        id: sla.id,
        type: sla.type,
        ...(sla.duration !== undefined && { durationMs: parseDuration(sla.duration) }),
        ...(sla.assert !== undefined && { assert: sla.assert }),
        behavior: sla.behavior,
        labels,
      },
    ];
  });
  // Flows that exist have them.
  reportDuplicates(reading, slas, 'SLA', path, 'warning');
  return slas;
}

export function readChecks(reading: Reading, value: unknown, path: Path): readonly Check[] {
  return listAt(reading, value, path).flatMap((item, index): readonly Check[] => {
    const at = [...path, index];
    const check = checkShape(reading, checkSchema, item, at);
    if (check === undefined) return [];
    const when = check.when ?? check.condition;
    if (when === undefined) report(reading, [...at, 'when'], { code: 'MISSING', message: 'must not be null' });
    return [{ when: when ?? '', message: check.message, style: check.style, behavior: check.behavior }];
  });
}
