/** The program's figures for Prometheus. Kestra's names, as Micrometer writes them. */
import type { GaugeName, GaugeReading, Meters } from '@windhover/services';
import type { CounterConfiguration, HistogramConfiguration, MetricObjectWithValues, MetricValue } from 'prom-client';
import { createFlowLabels } from './flow-labels.ts';

export interface MeterReading {
  readonly name: string;
  readonly description: string;
  readonly measurements: readonly { readonly statistic: 'COUNT' | 'TOTAL_TIME' | 'VALUE'; readonly value: number }[];
  readonly availableTags: readonly { readonly tag: string; readonly values: readonly string[] }[];
}

export interface OpenMeters extends Meters {
  /** In the text format of Prometheus. */
  text(): Promise<{ readonly contentType: string; readonly text: string }>;
  /** Sorted. */
  names(): Promise<readonly string[]>;
  /** Summed over what has these tags; undefined when there is no such meter, or nothing has them. */
  read(name: string, tags: Readonly<Record<string, string>>): Promise<MeterReading | undefined>;
}

type Labels = Readonly<Record<string, string | number | undefined>>;
type Reading = MetricObjectWithValues<MetricValue<string> & { readonly metricName?: string }>;

const ofFlow = ['tenant_id', 'namespace_id', 'flow_id'] as const;
/** In seconds: from a commit on a fast disk to an answer that somebody gives up on. */
const buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const gauges: Readonly<Record<GaugeName, string>> = {
  'executor.execution.live': 'Executions in memory that have not ended',
  'executor.execution.queued': 'Executions that wait for a place under a concurrency limit',
  'worker.job.running': 'Task runs on the threads of this server',
  'worker.job.pending': 'Task runs that wait for a thread of this server',
  'worker.job.thread': 'Threads for task runs at this server',
  'worker.session.connected': 'Workers of their own that are connected to this server, by group',
  'http.server.connections': 'Open connections to the port of the API',
  'http.server.requests.active': 'Requests and live streams under way',
};

export interface MeterSettings {
  /** Stands before the names of what is Kestra's. */
  readonly prefix: string;
  /** On every series, under names as Prometheus writes them; a label that a figure has itself stands. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Loads its library; process figures are taken from then on. */
export async function openMeters({ prefix, labels: common }: MeterSettings): Promise<OpenMeters> {
  const { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } = (await import('prom-client')).default;
  const figures = new Registry();
  figures.setDefaultLabels(Object.fromEntries(Object.entries(common).map(([name, value]) => [labelName(name), value])));
  const registers = [figures];
  collectDefaultMetrics({ register: figures });
  /** As `/metrics` shows it, and as Prometheus does. */
  const written = new Map<string, string>();
  const named = (name: string, ending: string): string => {
    const full = name.startsWith('http.') || prefix === '' ? name : `${prefix}.${name}`;
    const text = `${full.replace(/[^a-zA-Z0-9]/g, '_')}${ending}`;
    written.set(full, text);
    return text;
  };
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: named(name, '_total'), help, labelNames, registers } as CounterConfiguration<Label>);
  const timer = <Label extends string>(name: string, help: string, labelNames: readonly Label[], bounds: number[]) =>
    new Histogram({
      name: named(name, '_seconds'),
      help,
      labelNames,
      buckets: bounds,
      registers,
    } as HistogramConfiguration<Label>);

  const executionsStarted = counter('executor.execution.started.count', 'Executions that began to run', ofFlow);
  const executionsEnded = counter('executor.execution.end.count', 'Executions that ended, by their last state', [
    ...ofFlow,
    'state',
  ]);
  const executionDuration = timer(
    'executor.execution.duration',
    'From the creation of executions to their end',
    [...ofFlow, 'state'],
    [],
  );
  const taskRunsEnded = counter('executor.taskrun.ended.count', 'Task runs that ended, by their last state', [
    ...ofFlow,
    'state',
  ]);
  const taskRunDuration = timer(
    'executor.taskrun.ended.duration',
    'From the creation of task runs to their end',
    [...ofFlow, 'state'],
    [],
  );
  const late = counter('executor.event.late.count', 'News that nobody waited for any more: nothing was changed', [
    'kind',
  ]);
  const tasksStarted = counter('worker.started.count', 'Attempts that were begun on threads or workers', ['task_type']);
  const tasksEnded = counter('worker.ended.count', 'Attempts that ended on threads or workers', [
    'task_type',
    'outcome',
  ]);
  const taskDuration = timer('worker.ended.duration', 'How long attempts ran', ['task_type', 'outcome'], buckets);
  const evaluated = counter('scheduler.trigger.count', 'Evaluations of schedules and polling triggers', [
    'trigger_type',
    'outcome',
  ]);
  const triggerDelay = timer(
    'scheduler.trigger.delay.duration',
    'How late evaluations began',
    ['trigger_type'],
    buckets,
  );
  const evaluation = timer(
    'scheduler.trigger.evaluation.duration',
    'How long evaluations took',
    ['trigger_type'],
    buckets,
  );
  const commits = timer('store.commit.duration', 'How long commits took', ['kind', 'outcome'], buckets);
  const requests = timer('http.server.requests', 'Requests', ['method', 'uri', 'status'], buckets);

  const watched = new Map<GaugeName, (() => readonly GaugeReading[])[]>();
  for (const [name, help] of Object.entries(gauges) as [GaugeName, string][]) {
    const labelNames = name === 'worker.session.connected' ? ['worker_group'] : [];
    new Gauge({
      name: named(name, ''),
      help,
      labelNames,
      registers,
      collect() {
        this.reset();
        for (const { value, group } of (watched.get(name) ?? []).flatMap((read) => read()))
          this.inc(group === undefined ? {} : { worker_group: group }, value);
      },
    });
  }

  const labelsOf = createFlowLabels();
  const readAll = (): Promise<readonly Reading[]> => figures.getMetricsAsJSON() as Promise<readonly Reading[]>;
  return {
    executionStarted: (flow) => executionsStarted.inc(labelsOf(flow) as {}),
    executionEnded(flow, state, durationMs) {
      const labels = { ...labelsOf(flow), state };
      executionsEnded.inc(labels);
      executionDuration.observe(labels, durationMs / 1_000);
    },
    taskRunEnded(flow, state, durationMs) {
      const labels = { ...labelsOf(flow), state };
      taskRunsEnded.inc(labels);
      taskRunDuration.observe(labels, durationMs / 1_000);
    },
    lateEvent: (kind) => late.inc({ kind }),
    taskStarted: (type) => tasksStarted.inc({ task_type: type }),
    taskEnded(type, outcome, durationMs) {
      const labels = { task_type: type, outcome };
      tasksEnded.inc(labels);
      taskDuration.observe(labels, durationMs / 1_000);
    },
    triggerEvaluated(type, outcome, { durationMs, lateMs }) {
      evaluated.inc({ trigger_type: type, outcome });
      triggerDelay.observe({ trigger_type: type }, lateMs / 1_000);
      evaluation.observe({ trigger_type: type }, durationMs / 1_000);
    },
    storeCommitted: (kind, outcome, durationMs) => commits.observe({ kind, outcome }, durationMs / 1_000),
    requestAnswered: (method, uri, status, durationMs) =>
      requests.observe({ method, uri, status: String(status) }, durationMs / 1_000),
    watch(gauge, read) {
      watched.set(gauge, [...(watched.get(gauge) ?? []), read]);
    },
    text: async () => ({ contentType: figures.contentType, text: await figures.metrics() }),
    async names() {
      const known = new Set(written.values());
      const others = (await readAll()).map(({ name }) => name).filter((name) => !known.has(name));
      return [...written.keys(), ...others].toSorted();
    },
    async read(name, tags) {
      const found = (await readAll()).find((reading) => reading.name === (written.get(name) ?? name));
      return found && toReading(name, found, tags);
    },
  };
}

/** As Micrometer writes it. */
function labelName(name: string): string {
  return name.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=[^a-zA-Z])/, 'm_');
}

function toReading(
  name: string,
  { help, type, values, name: written }: Reading,
  tags: Readonly<Record<string, string>>,
): MeterReading | undefined {
  const isWanted = ({ labels }: Reading['values'][number]): boolean =>
    Object.entries(tags).every(([tag, value]) => String((labels as Labels)[tag]) === value);
  const wanted = values.filter(isWanted);
  if (wanted.length === 0 && Object.keys(tags).length > 0) return undefined;
  const sum = (of: readonly Reading['values'][number][]): number => of.reduce((total, { value }) => total + value, 0);
  const ending = (end: string) => wanted.filter(({ metricName }) => metricName === `${written}${end}`);
  const isTimer = String(type) === 'histogram' || String(type) === 'summary';
  const tagNames = new Set(wanted.flatMap(({ labels }) => Object.keys(labels)));
  tagNames.delete('le');
  return {
    name,
    description: help,
    measurements: isTimer
      ? [
          { statistic: 'COUNT', value: sum(ending('_count')) },
          { statistic: 'TOTAL_TIME', value: sum(ending('_sum')) },
        ]
      : [{ statistic: String(type) === 'counter' ? 'COUNT' : 'VALUE', value: sum(wanted) }],
    availableTags: [...tagNames].toSorted().map((tag) => ({
      tag,
      values: [...new Set(wanted.map(({ labels }) => String((labels as Labels)[tag] ?? '')))].toSorted(),
    })),
  };
}
