/** Rules of `dependsOn` of flow triggers, and of what stands beside it. */
import type { Path } from '../problem.ts';
import { isData, isPresent, report, type Data, type Reading } from './reading.ts';

/** Each kind of window by what it must have and what it may have. */
const windows = [
  { needs: ['deadline'], may: [] },
  { needs: ['from', 'to'], may: [] },
  { needs: ['every'], may: ['offset'] },
  { needs: ['lookback'], may: [] },
];
const bounds = windows.flatMap(({ needs, may }) => [...needs, ...may]);

export function checkDependencies(reading: Reading, data: Data, path: Path): void {
  const { dependsOn, window } = data;
  const complain = (at: Path, message: string): void => report(reading, [...path, ...at], { code: 'RULE', message });
  if (dependsOn === undefined) {
    for (const property of ['mode', 'minSatisfied', 'window', 'onMiss']) {
      if (isPresent(data[property])) complain([property], `\`${property}\` needs \`dependsOn\``);
    }
    return;
  }
  if (isPresent(data['preconditions'])) complain(['dependsOn'], 'cannot stand beside `preconditions`: use one of them');
  checkMode(data, complain);
  if (isData(window)) checkWindow(window, complain);
  const isMoving = isData(window) && isPresent(window['lookback']);
  if (isMoving && isPresent(data['onMiss'])) complain(['onMiss'], 'needs a window that ends; one of `lookback` moves');
  if (isMoving && window['fireOnce'] === true)
    complain(['window', 'fireOnce'], 'needs a window that ends; one of `lookback` moves');
}

function checkMode(
  { mode = 'ALL', minSatisfied, dependsOn }: Data,
  complain: (at: Path, message: string) => void,
): void {
  const isCounted = mode === 'AT_LEAST';
  if (isCounted && !isPresent(minSatisfied)) complain(['minSatisfied'], 'must be given with mode AT_LEAST');
  if (!isCounted && isPresent(minSatisfied)) complain(['minSatisfied'], 'is for mode AT_LEAST');
  const count = Array.isArray(dependsOn) ? dependsOn.length : 0;
  if (isCounted && typeof minSatisfied === 'number' && count > 0 && minSatisfied > count)
    complain(['minSatisfied'], `must be at most ${count}, the number of flows in \`dependsOn\``);
}

function checkWindow(window: Data, complain: (at: Path, message: string) => void): void {
  const given = bounds.filter((bound) => isPresent(window[bound]));
  const fits = windows.some(
    ({ needs, may }) =>
      needs.every((bound) => given.includes(bound)) && given.every((bound) => [...needs, ...may].includes(bound)),
  );
  if (!fits && given.length > 0)
    complain(
      ['window'],
      'must have either `deadline`, or `from` and `to`, or `every` with or without `offset`, or `lookback`',
    );
}
