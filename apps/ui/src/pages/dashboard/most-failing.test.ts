import { expect, test } from 'vitest';
import { mostFailing } from './most-failing.ts';

test('the flow that failed most often comes first, of equal ones that which failed last', () => {
  const failed = ['last', 'often', 'rare', 'often'].map((flowId) => ({ namespace: 'team', flowId }));

  const flows = mostFailing(failed);

  expect(flows.map(({ flowId, count }) => [flowId, count])).toEqual([
    ['often', 2],
    ['last', 1],
    ['rare', 1],
  ]);
});
