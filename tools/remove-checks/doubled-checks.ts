/** Checks whose removal nobody can observe, since another one stands behind each. Keep it short. */
import type { Check } from './find-checks.ts';

const doubled: readonly { readonly text: RegExp; readonly why: string }[] = [
  {
    text: /^(\w+\.)?tenant_id = .* in .*\brun (= |in \()/s,
    why: 'the number of a run belongs to one execution of one tenant: what is found by it needs no tenant beside it',
  },
];

export function isDoubled({ kind, text }: Check): boolean {
  return kind === 'sql' && doubled.some((entry) => entry.text.test(text));
}
