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
      'Of servers that share a database: after so long without a sign of life the others take over what one had.',
      { default: '15s' },
    ),
    honoured(
      'kestra.server.standalone.running.timeout',
      'duration',
      'How long a start waits for a database that does not answer yet.',
      { default: '1m' },
    ),
    ...unsupported(
      'kestra.server.worker-task-restart-strategy',
      'kestra.server.lease.renew-interval',
      'kestra.server.liveness.enabled',
      'kestra.server.liveness.interval',
      'kestra.server.liveness.initial-delay',
      'kestra.server.service.**',
      'kestra.worker.**',
      'kestra.ee.worker.**',
      'kestra.ee.setup.**',
      'kestra.metrics.**',
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
