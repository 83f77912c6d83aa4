/** Values that others choose, written into a program: they become part of it. */
import type { Analysis } from '@windhover/expressions';
import type { Path } from '../problem.ts';
import type { Within } from '../source/locator.ts';
import { report } from './reading.ts';
import type { Reading } from './reading.ts';

/** What a webhook's caller sends; other triggers say when and what, in words of the server's own. */
const ofCaller: ReadonlySet<string> = new Set(['body', 'headers', 'parameters']);

type Part = Analysis['references'][number] | Analysis['calls'][number];

/** Warns of each such value. `freeInputs` take any text; `within` tells where in the template a part of it stands. */
export function checkCode(
  reading: Reading,
  path: Path,
  { references, calls }: Analysis,
  freeInputs: ReadonlySet<string>,
  within: (part: Part) => Within,
): void {
  const warn = (what: string, part: Part, why: string): void =>
    report(reading, path, {
      severity: 'warning',
      code: 'RULE',
      message: `${what} becomes part of the program: ${why}`,
      part: within(part),
      remedy: `Hand it over in the environment: env: {VALUE: "{{ ${what} }}"}, which a shell reads as "$VALUE".`,
    });
  for (const reference of references) {
    const [root, name] = reference.path;
    const isFree =
      (root === 'inputs' && freeInputs.has(name ?? '')) || (root === 'trigger' && ofCaller.has(name ?? ''));
    if (isFree) warn(reference.path.join('.'), reference, 'who chooses its value chooses what is run');
  }
  for (const call of calls)
    if (call.kind === 'function' && call.name === 'secret')
      warn("secret('…')", call, 'lists of processes and traces of the shell show it');
}
