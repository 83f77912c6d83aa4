/** A ForEach over many values, all at once, from start to end. */
import { fanOut } from './flows.ts';
import { percentile, time, type Figure } from './measure.ts';
import { openRuntime } from './open-runtime.ts';

export async function measureFanOut(): Promise<Figure[]> {
  const { run, flow, close } = await openRuntime();
  try {
    const measure = async (count: number, rounds: number): Promise<Figure> => {
      const fan = flow(fanOut(count));
      const samples: number[] = [];
      for (let round = 0; round < rounds; round += 1) samples.push(await time(() => run(fan)));
      const value = percentile(samples.slice(1), 0.5);
      return {
        name: `${count.toLocaleString('en')} values`,
        value,
        unit: 'ms',
        note: `${((value / count) * 1_000).toFixed(1)} µs a value`,
      };
    };
    return [await measure(1_000, 16), await measure(10_000, 4)];
  } finally {
    await close();
  }
}
