// Looks for templates that hang, crash or break a promise of this package.
// Run: node --conditions=@windhover/source packages/expressions/fuzz.ts [seconds] [seed]
import {
  analyze,
  compileTemplate,
  completeAt,
  contextOf,
  ExpressionError,
  renderSync,
  renderTypedSync,
} from './src/index.ts';
import { makeTemplate, randomOf } from './src/testing/random-template.ts';
import { sameTree } from './src/testing/same-tree.ts';

const seconds = Number(process.argv[2] ?? 60);
const firstSeed = Number(process.argv[3] ?? Date.now() % 1_000_000_000);
const slowMs = 1_000;

const variables = {
  inputs: { name: 'world', n: 5, f: 1.5, list: [3, 1, 2], nothing: null, text: 'a,b,,c', map: { a: 1, 'b-c': [true] } },
  outputs: { t1: { value: '{{ inputs.name }}' }, big: 9007199254740993n },
  date: '2024-02-05T13:04:09.120034Z',
};
const context = contextOf(variables, { timeZone: 'UTC', limits: { timeMs: 300, textLength: 1_000_000 } });
const recursive = contextOf(variables, { timeZone: 'UTC', recursive: true, limits: { timeMs: 300, renderPasses: 20 } });
const environment = { children: (path: readonly string[]) => (path.length === 0 ? [{ name: 'inputs' }] : undefined) };

let count = 0;
let rendered = 0;
let slowest = 0;
const end = Date.now() + seconds * 1000;

function attempt(what: string, source: string, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (error instanceof ExpressionError) return;
    process.stderr.write(
      `FINDING ${what} threw ${String(error)}\n${JSON.stringify(source)}\n${(error as Error).stack ?? ''}` + '\n',
    );
    process.exit(1);
  }
}

while (Date.now() < end) {
  const seed = firstSeed + count;
  const source = makeTemplate(randomOf(seed));
  const start = performance.now();
  attempt('analyze', source, () => analyze(source));
  attempt('completeAt', source, () => completeAt(source, seed % (source.length + 1), environment));
  attempt('compile', source, () => {
    compileTemplate(source);
    const difference = sameTree(source);
    if (difference !== undefined) throw new Error(`printed and parsed again it is another template: ${difference}`);
  });
  attempt('render', source, () => {
    renderSync(source, context);
    rendered++;
  });
  attempt('renderTyped', source, () => renderTypedSync(source, context));
  attempt('recursive', source, () => renderSync(source, recursive));
  const took = performance.now() - start;
  slowest = Math.max(slowest, took);
  if (took > slowMs) {
    process.stderr.write(`FINDING slow: ${took.toFixed(0)} ms\n${JSON.stringify(source)}` + '\n');
    process.exit(1);
  }
  count++;
}
process.stdout.write(
  `${count} templates from seed ${firstSeed}, ${rendered} rendered without error, slowest ${slowest.toFixed(0)} ms, no finding` +
    '\n',
);
