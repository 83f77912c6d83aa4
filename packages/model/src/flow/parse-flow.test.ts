import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Problem } from '../problem.ts';
import { testCatalog } from '../testing/test-catalog.ts';
import { flowFromRevision, parseFlow } from './parse-flow.ts';

const head = 'id: f\nnamespace: company.team\n';
const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';
const tasks = 'tasks:\n  - id: log\n    type: io.kestra.plugin.core.log.Log\n    message: hello\n';

function problemsOf(source: string): readonly Problem[] {
  return parseFlow(source, testCatalog).problems;
}

function flowOf(source: string) {
  const { flow, problems } = parseFlow(source, testCatalog);
  expect(problems.filter((problem) => problem.severity === 'error')).toEqual([]);
  return flow!;
}

describe('one form for all spellings', () => {
  test('a flow with everything at its default', () => {
    const flow = flowOf(head + tasks);

    expect(flow).toMatchObject({
      id: 'f',
      namespace: 'company.team',
      revision: 1,
      labels: [],
      inputs: [],
      disabled: false,
      draft: false,
    });
    expect(flow.tasks[0]).toEqual({
      id: 'log',
      type: 'io.kestra.plugin.core.log.Log',
      disabled: false,
      allowFailure: false,
      allowWarning: false,
      logToFile: false,
      properties: { message: 'hello' },
    });
  });

  test('a filter may ask whether an expression gives anything', () => {
    const filter = '{field: EXPRESSION, type: IS_NOT_NULL, value: "{{ trigger.outputs.rows }}"}';

    expect(
      problemsOf(
        `${head}${tasks}triggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, where: [{id: w, filters: [${filter}]}]}}]`,
      ),
    ).toEqual([]);
  });

  test('what is wrong in one of several forms is told where it is', () => {
    const problems = problemsOf(`${head}labels: [{key: a, value: 1}, {key: b}]\n${tasks}`);

    expect(problems.map(({ path, message }) => [path, message])).toEqual([['labels[1].value', 'must not be null']]);
  });

  test('labels as a map or a list', () => {
    expect(flowOf(`${head}labels: {a: 1}\n${tasks}`).labels).toEqual([{ key: 'a', value: '1' }]);
    expect(flowOf(`${head}labels:\n  - key: a\n    value: x\n${tasks}`).labels).toEqual([{ key: 'a', value: 'x' }]);
  });

  test('a timeout that is rendered later', () => {
    const task = (timeout: string) =>
      `tasks: [{id: a, type: io.kestra.plugin.core.debug.Return, timeout: "${timeout}"}]\n`;

    expect(flowOf(head + task('PT5M')).tasks[0]?.timeout).toBe('PT5M');
    expect(flowOf(head + task('{{ vars.limit }}')).tasks[0]?.timeout).toBe('{{ vars.limit }}');
  });

  test('defaults of a prefix, each task with what it takes', () => {
    const defaults = `pluginDefaults:
  - {type: io.kestra.plugin.core, values: {level: WARN, format: said, nowhere: 1}}
  - {type: io.kestra.plugin.nothing, values: {x: 1}}
`;
    const other = '  - {id: say, type: io.kestra.plugin.core.debug.Return}\n';

    const flow = flowOf(`${head}${tasks}${other}${defaults}`);
    const problems = problemsOf(`${head}${tasks}${other}${defaults}`);

    expect(flow.tasks.map(({ properties }) => properties)).toEqual([
      { message: 'hello', level: 'WARN' },
      { format: 'said' },
    ]);
    expect(problems.map(({ severity, path, message }) => [severity, path, message])).toEqual([
      [
        'warning',
        'pluginDefaults[0].values.nowhere',
        "No property 'nowhere' exists in a plugin whose type begins with 'io.kestra.plugin.core'",
      ],
      ['warning', 'pluginDefaults[1].values', "No type begins with 'io.kestra.plugin.nothing'"],
    ]);
  });

  test('retries in milliseconds, with the older name of maxAttempts', () => {
    const flow = flowOf(
      `${head}retry: {type: exponential, interval: PT1S, maxInterval: PT10S, maxAttempt: 3}\n${tasks}`,
    );

    expect(flow.retry).toEqual({
      type: 'exponential',
      intervalMs: 1000,
      maxIntervalMs: 10_000,
      maxAttempts: 3,
      warningOnRetry: false,
      behavior: 'RETRY_FAILED_TASK',
    });
  });

  test('`default` of a Switch is `defaults`', () => {
    const flow = flowOf(
      `${head}tasks:
  - id: s
    type: io.kestra.plugin.core.flow.Switch
    value: x
    default: [{id: a, type: io.kestra.plugin.core.log.Log, message: x}]
`,
    );

    expect(flow.tasks[0]!.children!.defaults!.map(({ id }) => id)).toEqual(['a']);
  });

  test('quotas with the length of their window', () => {
    expect(flowOf(`${head}quotas:\n  - {duration: PT1H, limit: 3}\n${tasks}`).quotas).toEqual([
      { duration: 'PT1H', windowMs: 3_600_000, limit: 3, behavior: 'FAIL' },
    ]);
    expect(problemsOf(`${head}quotas:\n  - {duration: PT0S, limit: -1}\n${tasks}`)[0]!.path).toBe('quotas[0].limit');
    expect(problemsOf(`${head}quotas:\n  - {duration: PT0S, limit: 1}\n${tasks}`)[0]!.path).toBe('quotas[0].duration');
  });

  test('`when` is `runIf`, `name` of an input is `id`, `delay` of a pause is `pauseDuration`', () => {
    const flow = flowOf(
      `${head}inputs: [{name: a, type: STRING}]\ntasks:\n  - {id: p, type: io.kestra.core.tasks.flows.Pause, delay: PT1S, when: "{{ true }}"}\n`,
    );

    expect(flow.inputs[0]!.id).toBe('a');
    expect(flow.tasks[0]).toMatchObject({
      type: 'io.kestra.plugin.core.flow.Pause',
      runIf: '{{ true }}',
      properties: { pauseDuration: 'PT1S' },
    });
    expect(flow.tasks[0]!.properties).not.toHaveProperty('delay');
  });

  test('a WaitFor keeps the pauses and limits that it had before it was called LoopUntil', () => {
    const flow = flowOf(
      `${head}tasks:\n  - {id: old, type: io.kestra.plugin.core.flow.WaitFor, condition: x, checkFrequency: {maxIterations: 5}, tasks: [{id: a, type: io.kestra.plugin.core.log.Log, message: x}]}\n  - {id: new, type: io.kestra.plugin.core.flow.LoopUntil, condition: x, tasks: [{id: b, type: io.kestra.plugin.core.log.Log, message: x}]}\n`,
    );

    expect(flow.tasks[0]!.properties['checkFrequency']).toEqual({
      interval: 'PT1S',
      maxIterations: 5,
      maxDuration: 'PT1H',
    });
    expect(flow.tasks[1]!.properties).not.toHaveProperty('checkFrequency');
  });

  test('conditions within conditions are known by their older names, too', () => {
    const older = 'io.kestra.core.models.conditions.types';
    const flow = flowOf(
      `${head}triggers:\n  - id: t\n    type: io.kestra.plugin.core.trigger.Flow\n    conditions:\n      - {type: ${older}.OrCondition, conditions: [{type: ${older}.WeekendCondition}]}\n      - {id: m, type: ${older}.MultipleCondition, conditions: {a: {type: ${older}.ExecutionStatusCondition, in: [SUCCESS]}}}\n${tasks}`,
    );

    const group = 'io.kestra.plugin.core.condition';
    expect(flow.triggers[0]!.conditions).toMatchObject([
      { type: `${group}.Or`, conditions: [{ type: `${group}.Weekend` }] },
      { type: `${group}.MultipleCondition`, conditions: { a: { type: `${group}.ExecutionStatus` } } },
    ]);
  });

  test('listeners become tasks after the execution, under their conditions', () => {
    const flow = flowOf(
      `${head}listeners:\n  - conditions: [{type: io.kestra.core.models.conditions.types.ExecutionStatusCondition, in: [FAILED]}]\n    tasks: [{id: l, type: io.kestra.plugin.core.log.Log, message: x}]\n${tasks}`,
    );

    expect(flow.afterExecution).toMatchObject([
      { id: 'l', onlyIf: "{{ (([ 'FAILED' ] contains execution.state)) }}".replace("[ 'FAILED' ]", "['FAILED']") },
    ]);
  });

  test('plugin defaults fill what the author left out, and the document stays as written', () => {
    const flow = flowOf(`${head}taskDefaults:\n  - {type: io.kestra.plugin.core.log, values: {level: WARN}}\n${tasks}`);

    expect(flow.tasks[0]!.properties).toEqual({ message: 'hello', level: 'WARN' });
    expect(JSON.parse(JSON.stringify(flow.document.tasks))).toEqual([
      { id: 'log', type: 'io.kestra.plugin.core.log.Log', message: 'hello' },
    ]);
  });

  test('branches of flowables', () => {
    const flow = flowOf(
      `${head}tasks:
  - id: choose
    type: io.kestra.plugin.core.flow.Switch
    value: a
    cases:
      a: [{id: a, type: io.kestra.plugin.core.debug.Return}]
    errors: [{id: e, type: io.kestra.plugin.core.debug.Return}]
  - id: dag
    type: io.kestra.plugin.core.flow.Dag
    tasks:
      - task: {id: one, type: io.kestra.plugin.core.debug.Return}
      - task: {id: two, type: io.kestra.plugin.core.debug.Return}
        dependsOn: [one]
`,
    );

    const [choose, dag] = flow.tasks;
    expect(choose!.children!.cases!.get('a')!.map((task) => task.id)).toEqual(['a']);
    expect(choose!.children!.errors.map((task) => task.id)).toEqual(['e']);
    expect(choose!.properties).toEqual({ value: 'a' });
    expect(dag!.children!.tasks.map((task) => task.id)).toEqual(['one', 'two']);
    expect(dag!.children!.dependsOn!.get('two')).toEqual(['one']);
  });
});

describe('problems', () => {
  test('all of them, each with its place and remedy', () => {
    const problems = problemsOf(
      'id: f\nnamespace: company.team\ntask: []\ntasks:\n  - id: a\n    type: io.kestra.plugin.core.log.Logg\n  - id: b\n    type: io.kestra.plugin.core.log.Log\n    mesage: x\n',
    );

    expect(problems.map(({ path, line, message }) => [path, line, message])).toEqual([
      ['task', 3, 'Unrecognized field "task", did you mean "tasks"?'],
      ['tasks[0].type', 6, 'Invalid type: io.kestra.plugin.core.log.Logg, did you mean io.kestra.plugin.core.log.Log?'],
      ['tasks[1].message', 7, 'must not be null'],
      ['tasks[1].mesage', 9, 'Unrecognized field "mesage", did you mean "message"?'],
    ]);
    expect(problems[0]!.remedy).toBe("Write 'tasks'.");
  });

  test('what is wrong with a property that all have and the type has as well is told once', () => {
    const pause = '{id: p, type: io.kestra.plugin.core.flow.Pause, timeout: abc}';
    const schedule = '{id: s, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", inputs: [a]}';

    const problems = problemsOf(`${head}tasks: [${pause}]\ntriggers: [${schedule}]\n`);

    expect(problems.map(({ path }) => path)).toEqual(['tasks[0].timeout', 'triggers[0].inputs']);
  });

  test('a timeout on what only orders tasks is warned of, but not where it counts', () => {
    const inner = '[{id: log, type: io.kestra.plugin.core.log.Log, message: x, timeout: PT1S}]';
    const problems = problemsOf(
      `${head}tasks:
  - {id: s, type: io.kestra.plugin.core.flow.Sequential, timeout: PT1S, tasks: ${inner}}
  - {id: p, type: io.kestra.plugin.core.flow.Pause, timeout: PT1S}
  - {id: c, type: io.kestra.plugin.core.flow.Subflow, timeout: PT1S, namespace: a, flowId: b}
`,
    );

    expect(problems.map(({ severity, path, message }) => [severity, path, message])).toEqual([
      [
        'warning',
        'tasks[0].timeout',
        "The task 's' cannot use the 'timeout' property as it's only relevant for runnable tasks.",
      ],
    ]);
  });

  test('a flow trigger that hears everything is warned of', () => {
    const warnings = (rest: string): readonly string[] =>
      problemsOf(`${head}${tasks}triggers: [{id: t, type: ${flowTrigger}${rest}}]`).map(({ message }) => message);

    expect(warnings('')).toEqual([expect.stringContaining('EVERY execution of EVERY flow')]);
    expect(warnings(', when: "{{ trigger.flowId == \'up\' }}"')).toEqual([]);
    expect(warnings(', dependsOn: [{namespace: a, flowId: b}]')).toEqual([]);
  });

  test('a missing type is one problem', () => {
    const problems = problemsOf(`${head}tasks:\n  - {id: a}\ntriggers:\n  - {id: b}\n`);

    expect(problems.map(({ path, message }) => [path, message])).toEqual([
      ['tasks[0].type', 'must not be null'],
      ['triggers[0].type', 'must not be null'],
    ]);
  });

  test('an expression may stand for a value of any type, an unfit literal may not', () => {
    const count = (value: string): readonly Problem[] =>
      problemsOf(`${head}tasks:\n  - {id: a, type: io.kestra.plugin.core.test.Count, count: ${value}}\n`);

    expect(count('"{{ 1 + 1 }}"')).toEqual([]);
    expect(count('"3"')).toEqual([]);
    expect(count('0')).toMatchObject([
      { path: 'tasks[0].count', message: 'must be greater than or equal to 1, but is 0' },
    ]);
    expect(count('many')).toMatchObject([{ path: 'tasks[0].count', message: 'must be a number, but is "many"' }]);
  });

  test('where no expression is rendered one is refused', () => {
    const flowable = 'io.kestra.plugin.core.flow';
    const child = '[{id: a, type: io.kestra.plugin.core.log.Log, message: x}]';
    const [problem, ...others] = problemsOf(
      `${head}tasks:
  - {id: p, type: ${flowable}.Parallel, concurrent: "{{ 2 }}", tasks: ${child}}
  - {id: wait, type: ${flowable}.Pause, pauseDuration: "{{ 1 }}", behavior: "{{ 2 }}"}
`,
    );

    expect(others).toEqual([]);
    expect(problem).toMatchObject({
      path: 'tasks[0].concurrent',
      message: 'must be written out: an expression is not rendered here',
    });
  });

  test('unknown properties are found at every depth', () => {
    const problems = problemsOf(
      `${head}tasks:\n  - {id: a, type: io.kestra.plugin.core.test.Count, count: 1, options: {dept: 1}}\n`,
    );

    expect(problems).toMatchObject([{ path: 'tasks[0].options.dept', remedy: "Write 'depth'." }]);
  });

  test('properties that only other servers obey are refused as such', () => {
    const problems = problemsOf(`${head}policyRefs: [strict]\n${tasks}    workerSelector: {tags: [gpu]}\n`);

    expect(problems.map(({ path, message, remedy }) => [path, message, remedy])).toEqual([
      ['policyRefs', "'policyRefs' is not supported by this server: it would do nothing", "Remove 'policyRefs'."],
      [
        'tasks[0].workerSelector',
        "'workerSelector' is not supported by this server: it would do nothing",
        "Remove 'workerSelector'.",
      ],
    ]);
  });

  test('SLAs that share an id are warned of: flows that exist have them', () => {
    const slas = '  - {id: a, type: MAX_DURATION, duration: PT1H, behavior: NONE}\n'.repeat(2);
    const problems = problemsOf(`${head}sla:\n${slas}${tasks}`);

    expect(problems.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'Duplicate SLA with name [a]'],
    ]);
  });

  test('an input of an older type is deprecated there', () => {
    const inputs =
      'inputs:\n  - {id: a, type: ENUM, values: [x]}\n  - {id: b, type: BOOLEAN}\n  - {id: c, type: BOOL}\n';
    const problems = problemsOf(`${head}${inputs}${tasks}`);

    expect(problems.map(({ severity, code, path, message }) => [severity, code, path, message])).toEqual([
      ['warning', 'DEPRECATED', 'inputs[0].type', "'ENUM' is deprecated, use 'SELECT'"],
      ['warning', 'DEPRECATED', 'inputs[1].type', "'BOOLEAN' is deprecated, use 'BOOL'"],
    ]);
  });

  test('a property that a trigger takes and does not obey is a warning there', () => {
    const trigger = '{id: daily, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", logToFile: true}';
    const problems = problemsOf(`${head}${tasks}triggers:\n  - ${trigger}\n`);

    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([['warning', 'triggers[0].logToFile']]);
  });

  test.each([
    ['{id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", stopAfter: [FAILED]}', []],
    [
      '{id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", stopAfter: [FAILED], allowConcurrent: true}',
      ['triggers[0].stopAfter'],
    ],
    [
      '{id: t, type: io.kestra.plugin.core.trigger.Webhook, key: a-key-of-some-length, stopAfter: [FAILED]}',
      ['triggers[0].stopAfter'],
    ],
  ])('a trigger that nothing waits for does not stop after an execution: %s', (trigger, paths) => {
    const problems = problemsOf(`${head}${tasks}triggers:\n  - ${trigger}\n`);

    expect(problems.map(({ path }) => path)).toEqual(paths);
    expect(problems.every(({ severity }) => severity === 'warning')).toBe(true);
  });

  test.each([['"{{ kv(\'dates\') }}"'], ['["{{ vars.first }}", "2026-03-01T08:00:00Z"]']])(
    'dates of a schedule may be expressions: %s',
    (dates) => {
      const trigger = `{id: t, type: io.kestra.plugin.core.trigger.ScheduleOnDates, dates: ${dates}}`;

      expect(problemsOf(`${head}${tasks}variables: {first: later}\ntriggers: [${trigger}]\n`)).toEqual([]);
    },
  );

  test.each([
    ['IS_TRUE', []],
    ['IS_FALSE', []],
    ['EQUAL_TO', ['triggers[0].preconditions.where[0].filters[0].type']],
    ['CONTAINS', ['triggers[0].preconditions.where[0].filters[0].type']],
  ])('a filter that can only compare an expression with itself is a warning there: %s', (type, paths) => {
    const filter = { field: 'EXPRESSION', type, value: '{{ labels.team }}' };
    const preconditions = { id: 'p', where: [{ id: 'w', filters: [filter] }] };
    const trigger = { id: 't', type: 'io.kestra.plugin.core.trigger.Flow', preconditions };
    const problems = problemsOf(`${head}${tasks}triggers: ${JSON.stringify([trigger])}\n`);

    expect(problems.map(({ severity, path }) => [severity, path])).toEqual(paths.map((path) => ['warning', path]));
  });

  test('a trigger that the flow around it keeps from starting executions is a warning there', () => {
    const trigger = (type: string, rest: object = {}) => ({
      id: type,
      type: `io.kestra.plugin.core.trigger.${type}`,
      ...rest,
    });
    const flow = (rest: object) =>
      parseFlow(
        JSON.stringify({
          id: 'f',
          namespace: 'n',
          tasks: [{ id: 'a', type: 'io.kestra.plugin.core.debug.Return' }],
          ...rest,
        }),
        testCatalog,
      )
        .problems.filter(({ message }) => message.startsWith('Trigger '))
        .map(({ severity, path, message }) => [severity, path, message.split(' ').slice(2, 5).join(' ')]);
    const cron = '0 0 * * *';

    expect(flow({ disabled: true, triggers: [trigger('Schedule', { cron })] })).toEqual([
      ['warning', 'triggers[0]', 'starts nothing while'],
    ]);
    expect(
      flow({
        concurrency: { limit: 1 },
        triggers: [
          trigger('Schedule', { cron }),
          trigger('Webhook', { key: 'abcdefghijklmnop' }),
          { ...trigger('Schedule', { cron, allowConcurrent: true }), id: 'other' },
        ],
      }),
    ).toEqual([['warning', 'triggers[0]', 'waits for the']]);
  });

  test('an alias is an info, a deprecated type a warning at the task', () => {
    const problems = problemsOf(
      `${head}tasks:\n  - {id: e, type: io.kestra.core.tasks.flows.EachParallel, value: "[]", tasks: [{id: a, type: io.kestra.core.tasks.debugs.Return}]}\n`,
    );

    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
      ['warning', 'tasks[0]'],
      ['info', 'tasks[0].type'],
      ['info', 'tasks[0].tasks[0].type'],
    ]);
  });

  test.each([
    ['an empty source', '', 'The source is empty'],
    ['a list', '- a', 'A flow is a map'],
    ['no tasks', head, 'must not be empty'],
    ['empty tasks', `${head}tasks: []`, 'must not be empty'],
    [
      'a repeated id',
      `${head}tasks:\n${'  - {id: a, type: io.kestra.plugin.core.debug.Return}\n'.repeat(2)}`,
      'Duplicate task id with name [a]',
    ],
    [
      'a repeated input',
      `${head}inputs: [{id: a, type: INT}, {id: a, type: INT}]\n${tasks}`,
      'Duplicate input with name [a]',
    ],
    [
      'a repeated output',
      `${head}outputs: [{id: a, type: INT, value: 1}, {id: a, type: INT, value: 1}]\n${tasks}`,
      'Duplicate output with name [a]',
    ],
    [
      'a date that is none',
      `${head}${tasks}\ntriggers:\n  - {id: t, type: io.kestra.plugin.core.trigger.ScheduleOnDates, dates: [nonsense]}`,
      "'nonsense' is not a date such as 2026-03-01T08:00:00Z",
    ],
    [
      'a cron expression that is a template',
      `${head}${tasks}\ntriggers:\n  - {id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "{{ x }}"}`,
      "invalid cron expression '{{ x }}'",
    ],
    [
      'a window of no time',
      `${head}${tasks}\ntriggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, timeWindow: {window: PT0S}}}]`,
      'must be longer than no time',
    ],
    [
      'a filter whose pattern is none',
      `${head}${tasks}\ntriggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, where: [{id: w, filters: [{field: FLOW_ID, type: REGEX, value: "("}]}]}}]`,
      'invalid pattern [(]',
    ],
    [
      'a timeout that is no duration',
      `${head}tasks:\n  - {id: a, type: io.kestra.plugin.core.debug.Return, timeout: P1M}`,
      "'P1M' is not an ISO-8601 duration such as PT30S, PT1H or P1D",
    ],
    [
      'a column that cannot be read by itself',
      `${head}inputs: [{id: t, type: TABLE, columns: [{id: a, type: SECRET}]}]\n${tasks}`,
      'a: a column of a TABLE cannot be a SECRET',
    ],
    [
      'a column with an expression as default',
      `${head}inputs: [{id: t, type: TABLE, columns: [{id: a, type: STRING, defaults: "{{ now() }}"}]}]\n${tasks}`,
      'a: a column of a TABLE has a plain value as default',
    ],
    [
      'a column whose choices must be rendered',
      `${head}inputs: [{id: t, type: TABLE, columns: [{id: a, type: SELECT, expression: "{{ x }}"}]}]\n${tasks}`,
      'a: a column of a TABLE lists its `values`',
    ],
    [
      'a property of an object that cannot be read by itself',
      `${head}inputs: [{id: o, type: OBJECT, properties: [{id: a, type: FILE}]}]\n${tasks}`,
      'a: a property of an OBJECT cannot be a FILE',
    ],
    [
      'a repeated property of an object within an object',
      `${head}inputs: [{id: o, type: OBJECT, properties: [{id: p, type: OBJECT, properties: [{id: a, type: INT}, {id: a, type: INT}]}]}]\n${tasks}`,
      'Duplicate property with name [a]',
    ],
    [
      'a default without a property that is required',
      `${head}inputs: [{id: o, type: OBJECT, defaults: {}, properties: [{id: a, type: INT}]}]\n${tasks}`,
      "Invalid default for input 'o': `a` has no value",
    ],
    [
      'a repeated column',
      `${head}inputs: [{id: t, type: TABLE, columns: [{id: a, type: INT}, {id: a, type: INT}]}]\n${tasks}`,
      'Duplicate column with name [a]',
    ],
    [
      'reusable inputs within a form',
      `${head}inputs: [{id: f, type: FORM, inputs: [{id: a, type: REUSABLE_INPUTS, ref: b}]}]\n${tasks}`,
      'a: a FORM cannot hold REUSABLE_INPUTS',
    ],
    ['reusable inputs without a name', `${head}inputs: [{id: a, type: REUSABLE_INPUTS}]\n${tasks}`, 'must not be null'],
    [
      'reusable inputs whose name is an expression',
      `${head}inputs: [{id: a, type: REUSABLE_INPUTS, ref: "{{ vars.x }}"}]\n${tasks}`,
      "'{{ vars.x }}' is not a valid id",
    ],
    [
      'an output that is a form',
      `${head}outputs: [{id: a, type: FORM, value: {}, inputs: []}]\n${tasks}`,
      'must be one of STRING, EMAIL, URI,',
    ],
    [
      'a repeated trigger',
      `${head}triggers:\n${'  - {id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily"}\n'.repeat(2)}${tasks}`,
      'Duplicate trigger id with name [t]',
    ],
    [
      'an unknown dependency',
      `${head}inputs: [{id: a, type: INT, dependsOn: {inputs: [b]}}]\n${tasks}`,
      "depends on a non-existent input 'b'",
    ],
    [
      'a cycle',
      `${head}inputs: [{id: a, type: INT, dependsOn: {inputs: [b]}}, {id: b, type: INT, dependsOn: {inputs: [a]}}]\n${tasks}`,
      'Cycle dependency detected',
    ],
    ['SLAs that are no list', `${head}sla: {id: a}\n${tasks}`, 'must be a list'],
    ['checks that are no list', `${head}checks: {when: x, message: y}\n${tasks}`, 'must be a list'],
    ['quotas that are no list', `${head}quotas: {duration: PT1H, limit: 1}\n${tasks}`, 'must be a list'],
    ['plugin defaults that are no list', `${head}pluginDefaults: {type: x, values: {}}\n${tasks}`, 'must be a list'],
    [
      'a filter on nothing',
      `${head}${tasks}\ntriggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, where: [{id: w, filters: [{field: EXPRESSION, type: IS_NULL, values: [x]}]}]}}]`,
      '`value` cannot be null for type IS_NULL',
    ],
    [
      'an input of no type',
      `${head}inputs: [{id: a, type: strng}]\n${tasks}`,
      'Invalid type: strng, did you mean STRING?',
    ],
    ['an output of no type', `${head}outputs: [{id: a, type: FOO, value: x}]\n${tasks}`, 'Invalid type: FOO'],
    [
      'a default of a file that is no address',
      `${head}inputs: [{id: a, type: FILE, defaults: something}]\n${tasks}`,
      "a: inputs of type 'FILE' only support `defaults` that begin with kestra://, nsfile:// or file://",
    ],
    [
      'a time window that lacks its times',
      `${head}${tasks}\ntriggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, timeWindow: {type: DAILY_TIME_WINDOW, startTime: "09:00"}}}]`,
      'Time window of type `DAILY_TIME_WINDOW` must have an end time',
    ],
    [
      'a time window with what is not of its type',
      `${head}${tasks}\ntriggers: [{id: t, type: ${flowTrigger}, preconditions: {id: p, timeWindow: {type: SLIDING_WINDOW, window: PT1H, windowAdvance: PT1H}}}]`,
      'Time window of type `SLIDING_WINDOW` cannot have a window advance',
    ],
    [
      'an interval of a schedule',
      `${head}triggers: [{id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", interval: PT5S}]\n${tasks}`,
      'must be null: only triggers that look for something',
    ],
    [
      'a condition over several executions of a webhook',
      `${head}triggers: [{id: t, type: io.kestra.plugin.core.trigger.Webhook, key: abcdefghijklmnopq, conditions: [{type: io.kestra.plugin.core.condition.MultipleCondition, id: m, conditions: {}}]}]\n${tasks}`,
      'invalid webhook: conditions of type MultipleCondition are not supported',
    ],
    ['an unfit default', `${head}inputs: [{id: a, type: INT, defaults: x}]\n${tasks}`, "Invalid default for input 'a'"],
    ['a system label', `${head}labels: {system.from: me}\n${tasks}`, 'System labels can only be set by Kestra itself'],
    [
      'an unknown time zone',
      `${head}triggers: [{id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily", timezone: Mars/North}]\n${tasks}`,
      "'Mars/North' is not a valid time-zone ID",
    ],
    [
      'a cyclic Dag',
      `${head}tasks: [{id: d, type: io.kestra.plugin.core.flow.Dag, tasks: [{task: {id: a, type: io.kestra.plugin.core.debug.Return}, dependsOn: [a]}]}]`,
      'Cyclic dependency detected: a',
    ],
    [
      'a trigger among tasks',
      `${head}tasks: [{id: t, type: io.kestra.plugin.core.trigger.Schedule, cron: "@daily"}]`,
      'Invalid type: io.kestra.plugin.core.trigger.Schedule',
    ],
    [
      'an unknown condition',
      `${head}triggers: [{id: t, type: io.kestra.plugin.core.trigger.Flow, conditions: [{type: nope}]}]\n${tasks}`,
      'Invalid type: nope',
    ],
    [
      'a condition with an unknown property',
      `${head}triggers: [{id: t, type: io.kestra.plugin.core.trigger.Flow, conditions: [{type: io.kestra.plugin.core.condition.Weekend, datte: x}]}]\n${tasks}`,
      'did you mean "date"',
    ],
    [
      'values and expression',
      `${head}inputs: [{id: a, type: SELECT, values: [x], expression: "{{ [] }}"}]\n${tasks}`,
      '`values` and `expression`',
    ],
  ])('%s', (_name, source, message) => {
    const errors = problemsOf(source).filter((problem) => problem.severity === 'error');

    expect(errors.map((problem) => problem.message).join('\n')).toContain(message);
    expect(parseFlow(source, testCatalog).flow).toBeUndefined();
  });
});

describe('a stored revision', () => {
  const stored = (document: object) => ({
    document: document as never,
    revision: 7,
    disabled: true,
    deleted: false,
    draft: false,
  });

  test('has its number and flags from the store', () => {
    const { document } = parseFlow(head + tasks, testCatalog);

    expect(flowFromRevision(stored(document!), testCatalog).flow).toMatchObject({ revision: 7, disabled: true });
  });

  test('ignores properties that are not known any more', () => {
    const { flow } = flowFromRevision(
      stored({
        id: 'f',
        namespace: 'n',
        later: 1,
        tasks: [{ id: 'a', type: 'io.kestra.plugin.core.debug.Return', gone: 1 }],
      }),
      testCatalog,
    );

    expect(flow!.tasks[0]!.properties).toEqual({});
  });

  test('cannot be executed when a plugin is gone, and says which', () => {
    const loaded = flowFromRevision(
      stored({ id: 'f', namespace: 'n', tasks: [{ id: 'a', type: 'x.Gone' }] }),
      testCatalog,
    );

    expect(loaded.flow).toBeUndefined();
    expect(loaded.exception).toContain('Invalid type: x.Gone');
  });
});

test('an id that is no text is an error, also of a task that lacks its tasks', () => {
  const { problems } = parseFlow(
    'id: f\nnamespace: n\ntasks: [{type: io.kestra.plugin.core.flow.Dag, id: {}}]',
    testCatalog,
  );

  expect(problems.filter(({ severity }) => severity === 'error').length).toBeGreaterThan(1);
});

test('whatever stands in a flow, parsing ends with a flow or with errors', () => {
  const word = fc.constantFrom(
    'id',
    'type',
    'tasks',
    'inputs',
    'cases',
    'then',
    'errors',
    'triggers',
    'conditions',
    'retry',
    'labels',
    'values',
    'pluginDefaults',
    'listeners',
    'outputs',
    'dependsOn',
    'task',
    'preconditions',
    'where',
    'filters',
    'sla',
    'checks',
  );
  const leaf = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom(...testCatalog.list().map((plugin) => plugin.type)),
    fc.constantFrom('INT', 'SELECT', 'FORM', 'constant', '{{ x }}', 'PT1S'),
  );
  const tree = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5 },
      leaf,
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(word, tie('node'), { maxKeys: 6 }),
    ),
  })).node;
  fc.assert(
    fc.property(fc.dictionary(word, tree), (document) => {
      const { flow, problems } = parseFlow(JSON.stringify({ namespace: 'n', ...document }), testCatalog);
      expect(flow === undefined).toBe(problems.some((problem) => problem.severity === 'error'));
    }),
    { numRuns: 500 },
  );
});
