/**
 * Run after a change of what guards tenants and permissions: removes one check at a time – a permission of a route, a
 * question of a use case, a condition on the tenant in the store, a tenant in a key – in a copy of the sources, and expects
 * the tests to notice. What they do not notice is a test that is missing, or a check that does nothing.
 *
 * `node --conditions=@windhover/source tools/remove-checks.ts [--count 200] [--seed 1] [--only TEXT] [--suites TEXT] [--list]`
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { armSources } from './remove-checks/arm-sources.ts';
import type { Check } from './remove-checks/find-checks.ts';
import { isDoubled } from './remove-checks/doubled-checks.ts';
import { openSuites } from './remove-checks/suites.ts';

const { values: given } = parseArgs({
  options: {
    count: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    suites: { type: 'string', default: '' },
    list: { type: 'boolean', default: false },
  },
});
const copy = mkdtempSync(join(tmpdir(), 'remove-checks-'));
try {
  const all = armSources(process.cwd(), copy).map((check, number) => ({ check, number }));
  const candidates = all.filter(({ check }) => placeOf(check).includes(given.only) && !isDoubled(check));
  const chosen = shuffled(candidates, Number(given.seed)).slice(0, Number(given.count));
  console.log(`${all.length} checks; removing ${chosen.length} of ${candidates.length}, seed ${given.seed}`);
  if (given.list) for (const { check } of candidates) console.log(placeOf(check));
  else process.exitCode = await removeEach(chosen, candidates);
} finally {
  rmSync(copy, { recursive: true, force: true });
}

interface Candidate {
  readonly check: Check;
  readonly number: number;
}

/** Resolves to the exit code. */
async function removeEach(chosen: readonly Candidate[], candidates: readonly Candidate[]): Promise<number> {
  const startedAt = Date.now();
  const suites = await openSuites(copy, given.suites);
  console.log(`every test passes with all checks in place (${seconds(startedAt)})`);
  for (const { check, number } of candidates) if (!suites.meets(number)) console.log(`no test meets ${placeOf(check)}`);
  const missed: string[] = [];
  for (const [index, { check, number }] of chosen.entries()) {
    const since = Date.now();
    const failure = await suites.failureWithout(number);
    console.log(
      `${failure === undefined ? 'MISSED' : 'caught'} ${placeOf(check)} (${index + 1}, ${seconds(since)}) ${failure ?? ''}`,
    );
    if (failure === undefined) missed.push(placeOf(check));
  }
  await suites.close();
  console.log(`\n${chosen.length - missed.length} of ${chosen.length} caught in ${seconds(startedAt)}`);
  for (const place of missed) console.log(`missed: ${place}`);
  return missed.length === 0 ? 0 : 1;
}

function placeOf({ file, line, kind, text }: Check): string {
  return `${file}:${line} ${kind} ${text.slice(0, 140)}`;
}

/** The same order for the same seed. */
function shuffled<Item>(items: readonly Item[], seed: number): readonly Item[] {
  let state = seed;
  const next = (): number => {
    // mulberry32: small, and good enough for an order
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return items
    .map((item) => ({ item, at: next() }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

function seconds(sinceMs: number): string {
  return `${((Date.now() - sinceMs) / 1000).toFixed(1)} s`;
}
