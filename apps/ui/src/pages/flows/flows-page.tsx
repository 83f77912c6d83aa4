import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { CreateFlowButton } from './create-flow-button.tsx';
import { FlowList } from './flow-list.tsx';

export function FlowsPage() {
  return (
    <>
      <PageBar title={t.flows.title} actions={<CreateFlowButton />} />
      <FlowList />
    </>
  );
}
