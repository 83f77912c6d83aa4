/** Checks whose removal nobody can observe, since another one stands behind each. Keep it short. */
import type { Check } from './find-checks.ts';

const doubled: readonly { readonly file?: string; readonly text: RegExp; readonly why: string }[] = [
  {
    text: /^(\w+\.)?tenant_id = .* in .*\brun (= |in \()/s,
    why: 'the number of a run belongs to one execution of one tenant: what is found by it needs no tenant beside it',
  },
  {
    file: 'packages/sql/src/logs/delete-logs.ts',
    text: /^tenant_id = .* and execution_id = /s,
    why: 'only chunks of the tenant are deleted, whatever else the runs that it names would reach',
  },
  {
    file: 'packages/sql/src/executions/search-executions.ts',
    text: /^l\.tenant_id = \S+ in .*l\.key = /s,
    why: 'the execution of a label is of the same tenant as the label, and of the tenant of the scope',
  },
];

export function isDoubled({ file, kind, text }: Check): boolean {
  return kind === 'sql' && doubled.some((entry) => file === (entry.file ?? file) && entry.text.test(text));
}
