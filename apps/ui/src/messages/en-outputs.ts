import { formatNumber } from '../format/count.ts';

/** What is said of outputs, the files that they name, and metrics. */
export const outputsText = {
  preview: 'Preview',
  previewOf: (name: string) => `Beginning of “${name}”`,
  rows: 'Lines',
  firstRows: (count: number) => `First ${formatNumber(count)} lines`,
  truncated: 'The file goes on; download it to see all of it.',
  empty: 'The file is empty.',
  noPicture: 'The picture is too large to be shown here; download it.',
  content: (name: string) => `Content of ${name}`,
  row: 'Row',
  debug: {
    title: 'Debug expression',
    asTaskRun: (name: string) => `Rendered as task run “${name}” sees it.`,
    asExecution: 'Rendered as the execution sees it.',
    expression: 'Expression',
    placeholder: '{{ outputs.task_id.value }}',
    evaluate: 'Evaluate',
    result: 'Result',
    empty: 'An empty text',
  },
  metrics: {
    search: 'Search metrics',
    label: 'Metrics',
    columns: { name: 'Name', task: 'Task', type: 'Kind', value: 'Value', tags: 'Tags', time: 'Time' },
    kinds: { counter: 'Counter', timer: 'Timer', gauge: 'Gauge' },
    empty: 'No task has measured anything',
    emptyText: 'Metrics appear here when tasks that count or time something have run.',
  },
};
