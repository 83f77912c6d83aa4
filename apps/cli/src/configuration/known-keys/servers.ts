import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

export const serverKeys: KeySection = {
  title: 'Servers, logs, metrics',
  keys: [
    honoured(
      'kestra.configurations.delete-files-on-start',
      'boolean',
      'Deletes the configuration files once they are read, so that tasks cannot.',
      { default: false },
    ),
    honoured(
      'kestra.server.termination-grace-period',
      'duration',
      'How long running tasks may take to end at shutdown.',
      { default: '5m' },
    ),
    honoured(
      'kestra.server.liveness.timeout',
      'duration',
      'After this time without heartbeat a server is shown as dead.',
      { default: '45s' },
    ),
    honoured(
      'kestra.server.liveness.heartbeat-interval',
      'duration',
      'Time between heartbeats; must be below the timeout.',
      { default: '3s' },
    ),
    honoured(
      'kestra.server.lease.duration',
      'duration',
      'After so long without a sign of life other servers of the database take over what one had, and what a worker of its own runs is given to another.',
      { default: '15s' },
    ),
    honoured(
      'kestra.server.lease.renew-interval',
      'duration',
      'Time between signs of life of workers of their own; at most a quarter of the lease counts.',
      { default: '3s' },
    ),
    honoured(
      'kestra.worker.name',
      'text',
      'Of a worker of its own: the name that it is listed with. Default: that of its machine.',
    ),
    honoured(
      'kestra.worker.auth.token',
      'text',
      'Of a worker of its own: the token of its group with which it connects.',
    ),
    honoured(
      'kestra.server.standalone.running.timeout',
      'duration',
      'How long a start waits for a database that does not answer yet.',
      { default: '1m' },
    ),
    honoured('kestra.metrics.prefix', 'text', 'Of the names of figures on the management port.', { default: 'kestra' }),
    honoured('kestra.metrics.labels', 'map', 'Labels of all figures on the management port.', { default: {} }),
    ...unsupported(
      'kestra.server.worker-task-restart-strategy',
      'kestra.server.liveness.enabled',
      'kestra.server.liveness.interval',
      'kestra.server.liveness.initial-delay',
      'kestra.server.service.**',
      'kestra.worker.controllers.**',
      'kestra.ee.worker.**',
      'kestra.ee.setup.**',
      'kestra.traces.**',
      'otel.**',
      'micronaut.metrics.**',
      'logger.**',
    ),
    ...ignored(
      'kestra.heartbeat.**',
      'kestra.anonymous-usage-report.**',
      'kestra.ui-anonymous-usage-report.**',
      'kestra.ee.license.**',
      'kestra.ee.airgapped',
      'kestra.ai.**',
    ),
  ],
};
