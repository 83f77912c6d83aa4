import { Button, Checkbox, NativeSelect } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { isTerminal } from '@windhover/model';
import { IconCopy, IconDownload } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { logs } from '../../api/logs.ts';
import type { WireExecution, WireLog } from '../../api/wire.ts';
import { FilterBar } from '../../components/filter-bar.tsx';
import { PageError, PageLoading, PageNotice } from '../../components/page-state.tsx';
import { SearchField } from '../../components/search-field.tsx';
import { ZoneNote } from '../../components/time.tsx';
import { toastError } from '../../components/toast.ts';
import { saveFile } from '../../files/save-file.ts';
import { useUrlSearch } from '../../live/url-search.ts';
import { stripAnsi } from '../../logs/ansi.ts';
import { LogList } from '../../logs/log-list.tsx';
import { logLevels as levels } from '../../logs/log-levels.ts';
import { useLiveLogs } from '../../logs/use-live-logs.ts';
import { t } from '../../messages/en.ts';
import { useTenant } from '../../tenants/use-tenant.ts';
import { LogFiles } from './log-files.tsx';

export function ExecutionLogs({ execution }: { readonly execution: WireExecution }) {
  const tenant = useTenant();
  const [search, setSearch] = useUrlSearch();
  const ended = isTerminal(execution.state.current);
  const { lines, error } = useLiveLogs(tenant, execution.id, ended);
  const [follow, setFollow] = useState(!ended);
  const clipboard = useClipboard({ timeout: 1500 });
  const level = levels.find((name) => name === search['level']) ?? 'TRACE';
  const wanted = (search['q'] ?? '').toLowerCase();
  const task = search['task'] ?? '';
  const shown = useMemo(
    () =>
      lines?.filter(
        (line) =>
          levels.indexOf(line.level) >= levels.indexOf(level) &&
          (task === '' || line.taskId === task) &&
          line.message.toLowerCase().includes(wanted),
      ),
    [lines, level, task, wanted],
  );

  const download = async () => {
    try {
      saveFile(await logs.download(tenant, execution.id), `${execution.id}.log`);
    } catch (failure) {
      toastError(t.logs.downloadFailed, failure);
    }
  };

  if (error !== undefined) return <PageError error={error} />;
  if (lines === undefined || shown === undefined) return <PageLoading />;
  const tasks = [...new Set(execution.taskRunList?.map((taskRun) => taskRun.taskId))];
  return (
    <>
      <FilterBar
        end={
          <>
            <ZoneNote />
            <span className="dim numbers">{t.logs.lines(shown.length)}</span>
            {!ended && (
              <Checkbox
                size="xs"
                label={t.logs.follow}
                checked={follow}
                onChange={(event) => setFollow(event.currentTarget.checked)}
              />
            )}
            <Button
              variant="default"
              leftSection={<IconCopy size={14} />}
              disabled={shown.length === 0}
              onClick={() => clipboard.copy(shown.map(toText).join('\n'))}
            >
              {clipboard.copied ? t.logs.copied : t.logs.copy}
            </Button>
            <Button
              variant="default"
              leftSection={<IconDownload size={14} />}
              disabled={lines.length === 0}
              onClick={() => void download()}
            >
              {t.logs.download}
            </Button>
          </>
        }
      >
        <SearchField label={t.logs.search} value={search['q'] ?? ''} onChange={(q) => setSearch({ q })} />
        <NativeSelect
          size="xs"
          aria-label={t.logs.level}
          value={level}
          onChange={(event) => setSearch({ level: event.currentTarget.value })}
          data={levels.map((name) => ({ value: name, label: t.logs.atLeast(name) }))}
        />
        <NativeSelect
          size="xs"
          maw={220}
          aria-label={t.logs.task}
          value={task}
          onChange={(event) => setSearch({ task: event.currentTarget.value })}
          data={[{ value: '', label: t.logs.allTasks }, ...tasks]}
        />
      </FilterBar>
      <LogFiles execution={execution} task={task} />
      {shown.length === 0 ? (
        <PageNotice title={lines.length === 0 ? t.logs.none : t.logs.noMatch}>
          {lines.length === 0 ? (ended ? t.logs.noneEver : t.logs.noneText) : undefined}
        </PageNotice>
      ) : (
        <LogList lines={shown} marked={wanted} follow={follow} {...(ended ? {} : { onFollow: setFollow })} />
      )}
    </>
  );
}

function toText(line: WireLog): string {
  return `${line.timestamp} ${line.level} ${line.taskId === undefined ? '' : `[${line.taskId}] `}${stripAnsi(line.message)}`;
}
