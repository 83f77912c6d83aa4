import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { eventually } from '@windhover/testing';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Animations that have no end, such as that of a loader, are not waited for. */
const stillness = `Promise.allSettled(
  document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    .map((animation) => animation.finished),
).then(() => undefined)`;

interface Violation {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string }[];
}

/**
 * Looks at the page with axe once nothing moves or changes colour; a violation names its rule and the first elements. What is
 * true for a moment only, such as a menu that is about to leave, is no violation: axe looks again. `patienceMs`: how long one
 * must stay.
 */
export async function expectAccessible(page: Page, patienceMs = 10_000): Promise<void> {
  await eventually(
    async () => {
      await page.evaluate(stillness);
      expect(await violationsOf(page)).toEqual([]);
    },
    { timeoutMs: patienceMs },
  );
}

async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const violations = (await page.evaluate(
    "axe.run(document, { resultTypes: ['violations'] }).then((found) => found.violations)",
  )) as Violation[];
  return violations
    .map((violation) => ({ ...violation, nodes: violation.nodes.filter(({ html }) => !isTooltip(violation, html)) }))
    .filter(({ nodes }) => nodes.length > 0)
    .map(
      ({ id, help, nodes }) =>
        `${id}: ${help}: ${nodes
          .slice(0, 3)
          .map((node) => node.html.slice(0, 160))
          .join(' ')}`,
    );
}

/** A tooltip stays as long as the pointer does, and is read with what it describes: it needs no landmark. */
function isTooltip({ id }: Violation, html: string): boolean {
  return id === 'region' && html.includes('role="tooltip"');
}
