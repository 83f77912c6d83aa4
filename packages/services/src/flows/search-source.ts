import { isVisibleNamespace, isWithinNamespace, type Paged, type PageRequest, type Sort } from '@windhover/model';
import type { FlowRevision, TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';

export interface SourceHit {
  readonly flow: FlowRevision;
  /** Lines that hold the text, each hit wrapped in `[mark]…[/mark]`, at most five. */
  readonly fragments: readonly string[];
}

type SourceSort = 'id' | 'namespace' | 'revision';

const mostFragments = 5;
const longestLine = 200;

/**
 * Flows whose source holds `text`, case aside, by namespace and id unless sorted by `id`, `namespace` or `revision`;
 * `namespace` takes those below it along.
 */
export async function searchSource(
  scope: TenantScope,
  actor: Actor,
  text: string,
  { page, size, sort }: PageRequest,
  namespace?: string,
): Promise<Paged<SourceHit>> {
  const wanted = text.toLowerCase();
  if (wanted === '') return { results: [], total: 0 };
  const visible = visibleNamespaces(actor, 'FLOW:LIST');
  const hits = (await scope.flows.list())
    .filter((flow) => isVisibleNamespace(flow.namespace, visible))
    .filter((flow) => namespace === undefined || isWithinNamespace(flow.namespace, namespace))
    .filter((flow) => flow.source.toLowerCase().includes(wanted));
  const shown = hits.toSorted(inOrderOf(sort)).slice((page - 1) * size, page * size);
  return { results: shown.map((flow) => ({ flow, fragments: fragmentsOf(flow.source, wanted) })), total: hits.length };
}

function inOrderOf(sort: readonly Sort[]): (one: FlowRevision, other: FlowRevision) => number {
  return (one, other) => {
    for (const { field, direction } of sort) {
      const [left, right] = [one[field as SourceSort], other[field as SourceSort]];
      if (left !== right) return left < right === (direction === 'asc') ? -1 : 1;
    }
    return 0;
  };
}

function fragmentsOf(source: string, wanted: string): readonly string[] {
  const lines = source.split('\n').filter((line) => line.toLowerCase().includes(wanted));
  return lines.slice(0, mostFragments).map((line) => mark(line.trim().slice(0, longestLine), wanted));
}

function mark(line: string, wanted: string): string {
  const lower = line.toLowerCase();
  let marked = '';
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    marked += `${line.slice(from, at)}[mark]${line.slice(at, at + wanted.length)}[/mark]`;
    from = at + wanted.length;
  }
  return marked + line.slice(from);
}
