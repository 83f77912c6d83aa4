import type { ChartQuery, ChartRow, Paged, PageRequest, VisibleNamespaces } from '@windhover/model';

/** What the charts of dashboards show: questions over what a tenant has, answered by grouped statements. */
export interface ChartStore {
  /**
   * Rows in the order of the question; where it names none, groups by what they are grouped by, and rows the newest first.
   * The page's own sort is ignored. Executions are those of the ordinary kind. Lines of logs are looked for in the newest
   * 100,000 chunks of the period, metrics among the newest 100,000 executions. Throws `IllegalArgument` for an operation that
   * a field does not take.
   */
  read(query: ChartQuery, page: PageRequest, visible: VisibleNamespaces): Promise<Paged<ChartRow>>;
}
