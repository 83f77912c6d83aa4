/** What charts can show: the kinds of data, and the fields of each. */

/** A task run's id is made of its execution's and its own number: it can be asked for, not searched in. */
export type ChartFieldKind = 'text' | 'number' | 'instant' | 'labels' | 'taskRun';

export const chartFields = {
  Executions: {
    ID: 'text',
    NAMESPACE: 'text',
    FLOW_ID: 'text',
    FLOW_REVISION: 'number',
    STATE: 'text',
    DURATION: 'number',
    LABELS: 'labels',
    START_DATE: 'instant',
    END_DATE: 'instant',
    TRIGGER_EXECUTION_ID: 'text',
    SCOPE: 'text',
  },
  Logs: {
    NAMESPACE: 'text',
    FLOW_ID: 'text',
    EXECUTION_ID: 'text',
    TASK_ID: 'text',
    DATE: 'instant',
    TASK_RUN_ID: 'taskRun',
    ATTEMPT_NUMBER: 'number',
    TRIGGER_ID: 'text',
    LEVEL: 'text',
    MESSAGE: 'text',
  },
  Metrics: {
    NAMESPACE: 'text',
    FLOW_ID: 'text',
    TASK_ID: 'text',
    EXECUTION_ID: 'text',
    TASK_RUN_ID: 'taskRun',
    TYPE: 'text',
    NAME: 'text',
    VALUE: 'number',
    DATE: 'instant',
  },
  Triggers: {
    ID: 'text',
    NAMESPACE: 'text',
    FLOW_ID: 'text',
    TRIGGER_ID: 'text',
    EXECUTION_ID: 'text',
    NEXT_EXECUTION_DATE: 'instant',
    WORKER_ID: 'text',
  },
  Flows: {
    ID: 'text',
    NAMESPACE: 'text',
    REVISION: 'number',
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ChartFieldKind>>>>;

export type ChartSource = keyof typeof chartFields;

export const chartSources = Object.keys(chartFields) as readonly ChartSource[];

export function fieldNamesOf(source: ChartSource): readonly [string, ...string[]] {
  return Object.keys(chartFields[source]) as [string, ...string[]];
}

/** Undefined for a field that the data does not have. */
export function fieldKind(source: ChartSource, field: string): ChartFieldKind | undefined {
  const fields: Readonly<Record<string, ChartFieldKind>> = chartFields[source];
  return Object.hasOwn(fields, field) ? fields[field] : undefined;
}
