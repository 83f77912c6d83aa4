/** How figures on the management port are named and labelled. */
import type { MeterSettings } from '@windhover/server';
import { CommandFailed } from '../command.ts';
import type { Configuration } from './configuration.ts';
import { isScalar } from './parse-value.ts';

const labels = 'kestra.metrics.labels';

/** Throws {@link CommandFailed} for a label that is no plain value. */
export function meterSettings(configuration: Configuration): MeterSettings {
  const given = Object.entries(configuration.get('map', labels));
  const wrong = given.find(([, value]) => !isScalar(value));
  if (wrong !== undefined) throw new CommandFailed(`${labels}: '${wrong[0]}' must be a text, without dots in its name`);
  return {
    prefix: configuration.get('text', 'kestra.metrics.prefix'),
    labels: Object.fromEntries(given.map(([name, value]) => [name, String(value)])),
  };
}
