import { IconTimeline } from '@tabler/icons-react';
import type { WireExecution } from '../../api/wire.ts';
import { PageNotice } from '../../components/page-state.tsx';
import { Gantt } from '../../gantt/gantt.tsx';
import { t } from '../../messages/en.ts';

export function ExecutionGantt({ execution }: { readonly execution: WireExecution }) {
  const shown = execution.taskRunList?.length ?? 0;
  const all = execution.taskRunCount ?? shown;
  if (shown === 0)
    return (
      <PageNotice icon={<IconTimeline />} title={t.executions.gantt.none}>
        {t.executions.gantt.noneText}
      </PageNotice>
    );
  return (
    <>
      {all > shown && (
        <p className="dim" style={{ margin: '8px 20px 0' }}>
          {t.executions.gantt.truncated(shown, all)}
        </p>
      )}
      <Gantt execution={execution} />
    </>
  );
}
