import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { LogSearch } from './log-search.tsx';

/** What the tasks and triggers of a tenant have written. */
export function LogsPage() {
  return (
    <>
      <PageBar title={t.logs.title} />
      <LogSearch />
    </>
  );
}
