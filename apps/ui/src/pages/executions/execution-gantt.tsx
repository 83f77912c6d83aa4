import { Button } from '@mantine/core';
import { IconTimeline } from '@tabler/icons-react';
import { isTerminal } from '@windhover/model';
import { useState } from 'react';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { formatNumber } from '../../format/count.ts';
import { PageNotice } from '../../components/page-state.tsx';
import { Gantt } from '../../gantt/gantt.tsx';
import { InlineError } from '../../components/inline-error.tsx';
import { t } from '../../messages/en.ts';
import { ReplayDialog } from './replay-dialog.tsx';
import { useAllTaskRuns } from './use-all-task-runs.ts';

export function ExecutionGantt({ execution }: { readonly execution: WireExecution }) {
  const [replayed, setReplayed] = useState<WireTaskRun>();
  const { taskRuns, total, busy, error, loadMore } = useAllTaskRuns(execution);
  if (taskRuns.length === 0) {
    const { none, noneText, noneEver, noneEverText } = t.executions.gantt;
    const ended = isTerminal(execution.state.current);
    return (
      <PageNotice icon={<IconTimeline />} title={ended ? noneEver : none}>
        {ended ? noneEverText : noneText}
      </PageNotice>
    );
  }
  return (
    <>
      {total > taskRuns.length && (
        <div className="dim" style={{ display: 'flex', alignItems: 'center', gap: 12, padding: '6px 20px' }}>
          <output>{t.executions.gantt.truncated(formatNumber(taskRuns.length), formatNumber(total))}</output>
          <Button variant="default" loading={busy} onClick={loadMore}>
            {t.executions.gantt.more}
          </Button>
        </div>
      )}
      {error !== null && <InlineError error={error} />}
      <Gantt execution={execution} taskRuns={taskRuns} onReplay={setReplayed} />
      {replayed !== undefined && (
        <ReplayDialog execution={execution} from={replayed} onClose={() => setReplayed(undefined)} />
      )}
    </>
  );
}
