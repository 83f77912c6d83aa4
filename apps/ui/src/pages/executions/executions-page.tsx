import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { ExecutionList } from './execution-list.tsx';

export function ExecutionsPage() {
  return (
    <>
      <PageBar title={t.executions.title} />
      <ExecutionList />
    </>
  );
}
