import { IconTimeline } from '@tabler/icons-react';
import { useState } from 'react';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { PageNotice } from '../../components/page-state.tsx';
import { Gantt } from '../../gantt/gantt.tsx';
import { t } from '../../messages/en.ts';
import { ReplayDialog } from './replay-dialog.tsx';

export function ExecutionGantt({ execution }: { readonly execution: WireExecution }) {
  const [replayed, setReplayed] = useState<WireTaskRun>();
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
      <Gantt execution={execution} onReplay={setReplayed} />
      {replayed !== undefined && (
        <ReplayDialog execution={execution} from={replayed} onClose={() => setReplayed(undefined)} />
      )}
    </>
  );
}
