import { PageBar } from '../../components/page-bar.tsx';
import { t } from '../../messages/en.ts';
import { TriggerList } from './trigger-list.tsx';

export function TriggersPage() {
  return (
    <>
      <PageBar title={t.triggers.title} />
      <TriggerList />
    </>
  );
}
