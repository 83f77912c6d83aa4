/** Checks whose removal nobody can observe, since another one stands behind each. Keep it short. */
import type { Check } from './find-checks.ts';

const doubled: readonly { readonly file?: string; readonly text: RegExp; readonly why: string }[] = [
  {
    text: /^(\w+\.)?tenant_id = .* in .*\brun (= |in \()/s,
    why: 'the number of a run belongs to one execution of one tenant: what is found by it needs no tenant beside it',
  },
  {
    file: 'packages/sql/src/logs/delete-logs.ts',
    text: /^tenant_id = /,
    why: 'only chunks of the tenant are deleted, and only those of runs of the tenant: each stands behind the other',
  },
  {
    file: 'packages/sql/src/audit/audit-chain.ts',
    text: /^tenant_id = .* in .*insert into audit_heads/s,
    why: 'the newest row is the one just written: those that others write at the same moment are hidden by PostgreSQL, and SQLite lets one write at a time',
  },
  {
    file: 'packages/services/src/task-services/kv-calls.ts',
    text: /^isOpen\(pair\.namespace\)$/,
    why: 'tasks hand on what `kv.list` has named, and it names pairs of open namespaces alone',
  },
  {
    file: 'packages/services/src/task-services/namespace-file-calls.ts',
    text: /^isOpen\(file\.namespace\)$/,
    why: 'tasks hand on what `namespaceFiles.versioned` has named, and it names files of open namespaces alone',
  },
];

export function isDoubled({ file, text }: Check): boolean {
  return doubled.some((entry) => file === (entry.file ?? file) && entry.text.test(text));
}
