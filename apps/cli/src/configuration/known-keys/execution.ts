import { honoured, ignored, unsupported, type KeySection } from '../known-key.ts';

export const executionKeys: KeySection = {
  title: 'Execution',
  keys: [
    honoured(
      'kestra.tasks.tmp-dir.path',
      'text',
      "Where working directories of tasks are made. Default: the system's temporary folder.",
    ),
    honoured(
      'kestra.variables.env-vars-prefix',
      'text',
      'Environment variables with this prefix are `envs.*` in flows, without it and in lower case. Absent: `ENV_` before `KESTRA_`.',
    ),
    honoured(
      'kestra.variables.globals',
      'map',
      'What flows see as `globals.*`, under each name and its other spelling: `myVar` and `my-var`.',
      { default: {} },
    ),
    honoured('kestra.variables.recursive-rendering', 'boolean', 'Renders the result of a rendering again.', {
      default: false,
    }),
    honoured('kestra.variables.redacted-env-vars', 'list', 'Environment variables that flows never see.', {
      default: ['KESTRA_PLUGINS_PATH', 'KESTRA_CONFIGURATION_PATH', 'KESTRA_CONFIGURATION'],
    }),
    honoured(
      'kestra.plugins.configurations',
      'maps',
      'Settings of plugins, `type` and `values`: `recoverMissedSchedules` (`ALL`, `LAST`, `NONE`) of `io.kestra.plugin.core.trigger.Schedule`.',
      { default: [] },
    ),
    honoured(
      'kestra.plugins.defaults',
      'maps',
      '[Plugin defaults](flows.md#plugin-defaults) of all flows: `type`, `values`, `forced`. Those of flows and namespaces come before them, unless they are forced.',
      { default: [] },
    ),
    honoured(
      'kestra.plugins.security.includes',
      'list',
      'Regular expressions of the [types](tasks.md#types-that-are-not-allowed) that flows may use; none: all.',
      { default: [] },
    ),
    honoured('kestra.plugins.security.excludes', 'list', 'Of those that they may not use, whatever `includes` says.', {
      default: [],
    }),
    honoured(
      'kestra.triggers.keep-evaluations',
      'number',
      'Evaluations that are kept of each trigger; beyond them the oldest goes. Those that went alike one after the other count as [one](triggers.md#evaluations).',
      { default: 100, min: 1 },
    ),
    honoured('kestra.system-flows.namespace', 'text', 'Namespace of flows that look after the instance.', {
      default: 'system',
    }),
    honoured(
      'kestra.templates.enabled',
      'boolean',
      'Whether there are [templates](flowables.md#templates), which subflows have replaced.',
      { default: false },
    ),
    ...unsupported(
      'kestra.tasks.sdk.**',
      'tasks.sdk.**',
      'kestra.tutorial-flows.**',
      'kestra.policies',
      'micronaut.io.watch.**',
      'kestra.allocated-cpu-cores',
    ),
    ...ignored(
      'kestra.variables.cache-enabled',
      'kestra.variables.cache-size',
      'kestra.plugins.repositories.**',
      'kestra.plugins.management.**',
      'kestra.listeners.**',
    ),
  ],
};
