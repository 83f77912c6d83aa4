import { IconPackageExport } from '@tabler/icons-react';
import { isTerminal } from '@windhover/model';
import type { WireExecution, WireTaskRun } from '../../api/wire.ts';
import { childPath } from '../../components/expression-path.ts';
import { JsonTree } from '../../components/json-tree.tsx';
import { PageNotice } from '../../components/page-state.tsx';
import { SideBySide, SideChoice } from '../../components/side-by-side.tsx';
import { useUrlSearch } from '../../live/url-search.ts';
import { t } from '../../messages/en.ts';
import { StateIcon } from '../../states/state-badge.tsx';
import { DebugExpression } from './debug-expression.tsx';
import classes from './execution-outputs.module.css';

/** What each task returned: choose a task run at the left, read its outputs at the right. */
export function ExecutionOutputs({ execution }: { readonly execution: WireExecution }) {
  const [search, setSearch] = useUrlSearch();
  const withOutputs = (execution.taskRunList ?? []).filter(
    (taskRun) => taskRun.outputs !== undefined && Object.keys(taskRun.outputs).length > 0,
  );
  const flowOutputs =
    execution.outputs !== undefined && Object.keys(execution.outputs).length > 0 ? execution.outputs : undefined;
  const asked = search['taskRun'];
  const showsFlow = flowOutputs !== undefined && (asked === 'flow' || asked === undefined);
  const chosen = showsFlow ? undefined : (withOutputs.find((taskRun) => taskRun.id === asked) ?? withOutputs[0]);

  if (withOutputs.length === 0 && flowOutputs === undefined)
    return (
      <>
        <PageNotice icon={<IconPackageExport />} title={t.executions.noTaskOutputs}>
          {isTerminal(execution.state.current) ? t.executions.noTaskOutputsEver : t.executions.noTaskOutputsText}
        </PageNotice>
        <DebugExpression execution={execution} taskRun={undefined} />
      </>
    );
  return (
    <SideBySide
      label={t.executions.outputsOf}
      choicesWidth={260}
      choices={
        <>
          {flowOutputs !== undefined && (
            <SideChoice chosen={showsFlow} onChoose={() => setSearch({ taskRun: 'flow' })}>
              {t.executions.flowOutputs}
            </SideChoice>
          )}
          {withOutputs.map((taskRun) => (
            <SideChoice
              key={taskRun.id}
              chosen={taskRun === chosen}
              onChoose={() => setSearch({ taskRun: taskRun.id })}
            >
              <StateIcon state={taskRun.state.current} />
              <span className={`truncate ${classes.task}`} title={taskRun.taskId}>
                {taskRun.taskId}
              </span>
              {taskRun.value !== undefined && (
                <span className="mono dim truncate" title={taskRun.value}>
                  {taskRun.value}
                </span>
              )}
            </SideChoice>
          ))}
        </>
      }
    >
      <div className={classes.outputs}>
        {chosen !== undefined && (
          <JsonTree key={chosen.id} value={chosen.outputs!} path={outputPath(chosen)} executionId={execution.id} />
        )}
        {showsFlow && <JsonTree value={flowOutputs} path="outputs" executionId={execution.id} />}
      </div>
      <DebugExpression execution={execution} taskRun={chosen} />
    </SideBySide>
  );
}

/** Outputs of a task in a loop stand under the value of its iteration. */
function outputPath({ taskId, value }: WireTaskRun): string {
  const task = childPath('outputs', taskId, false);
  return value === undefined ? task : childPath(task, value, false);
}
