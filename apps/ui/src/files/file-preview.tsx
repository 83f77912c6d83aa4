import { Button, Group, Modal, NativeSelect, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { executions, type WirePreview } from '../api/executions.ts';
import { apiPath } from '../api/mount.ts';
import { InlineError } from '../components/inline-error.tsx';
import { PageLoading } from '../components/page-state.tsx';
import { ScrollRegion } from '../components/scroll-region.tsx';
import { executionKey } from '../live/use-live-execution.ts';
import { outputsText as words } from '../messages/en-outputs.ts';
import { useFocusBack } from '../components/use-focus-back.ts';
import { t } from '../messages/en.ts';
import { useTenant } from '../tenants/use-tenant.ts';
import classes from './file-preview.module.css';
import { csvTable } from './csv-table.ts';
import { mediaTypeOf } from './media-type-of.ts';
import { tableOf, type Table } from './table-of.ts';

const Markdown = lazy(() => import('../components/markdown.tsx').then((module) => ({ default: module.Markdown })));

interface FilePreviewProps {
  readonly executionId: string;
  readonly uri: string;
  readonly onClose: () => void;
}

const limits = [100, 1_000, 10_000];

/** The beginning of a file of an execution: rows as a table, pictures and Markdown as such, whatever else as text. */
export function FilePreview({ executionId, uri, onClose }: FilePreviewProps) {
  useFocusBack(true);
  const tenant = useTenant();
  const [rows, setRows] = useState(limits[0]!);
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const shown = useQuery({
    queryKey: [...executionKey(tenant, executionId), 'preview', uri, rows],
    queryFn: async () => {
      const preview = await executions.preview(tenant, executionId, uri, rows);
      return { preview, table: preview.type === 'TEXT' ? await tableIn(preview) : undefined };
    },
    placeholderData: (before) => before,
    staleTime: 60_000,
    retry: false,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.previewOf(name)}
      size="min(1100px, 92vw)"
      closeButtonProps={{ 'aria-label': t.close }}
    >
      <Stack gap="sm">
        {shown.isPending && <PageLoading />}
        {shown.error !== null && <InlineError error={shown.error} />}
        {shown.data !== undefined && <Content {...shown.data} name={name} />}
        <Group justify="space-between">
          {shown.data?.preview.type === 'IMAGE' ? (
            <span />
          ) : (
            <NativeSelect
              size="xs"
              aria-label={words.rows}
              data={limits.map((limit) => ({ value: String(limit), label: words.firstRows(limit) }))}
              value={String(rows)}
              onChange={(event) => setRows(Number(event.currentTarget.value))}
            />
          )}
          {shown.data?.preview.truncated === true && <span className="dim">{words.truncated}</span>}
          <Button
            variant="default"
            component="a"
            leftSection={<IconDownload size={14} />}
            href={apiPath + executions.fileUrlPath(tenant, executionId, uri)}
            download
          >
            {t.executions.download}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** By its name it is separated values; rows of objects show by themselves that they are. */
async function tableIn({ extension, content }: WirePreview): Promise<Table | undefined> {
  return ['csv', 'tsv'].includes(extension.toLowerCase()) ? csvTable(content) : tableOf(content);
}

interface ContentProps {
  readonly preview: WirePreview;
  readonly table: Table | undefined;
  readonly name: string;
}

function Content({ preview, table, name }: ContentProps) {
  const { type, content, extension } = preview;
  if (type === 'IMAGE')
    return content === '' ? (
      <p>{words.noPicture}</p>
    ) : (
      <img className={classes.picture} src={`data:${mediaTypeOf(extension)};base64,${content}`} alt={name} />
    );
  if (content === '') return <p>{words.empty}</p>;
  return (
    <ScrollRegion label={words.content(name)} className={classes.content}>
      {extension.toLowerCase() === 'md' ? (
        <div className={classes.document}>
          <Suspense fallback={<PageLoading />}>
            <Markdown text={content} />
          </Suspense>
        </div>
      ) : table === undefined ? (
        <pre className={classes.text}>{content}</pre>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.row}</th>
              {table.columns.map((column, index) => (
                <th key={index} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {table.rows.map((cells, index) => (
              <tr key={index}>
                <td className="dim numbers">{index + 1}</td>
                {cells.map((cell, column) => (
                  <td key={column}>{cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </ScrollRegion>
  );
}
