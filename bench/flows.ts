/** Flows that are measured. */

interface Source {
  readonly id: string;
  readonly namespace: string;
  readonly tasks: readonly object[];
}

export const namespace = 'company.team';

/** One inline task with an expression: the smallest flow that does something. */
export const oneTask: Source = flowOf('one-task', [{ ...returns('hello'), format: 'Hello {{ flow.id }}' }]);

/** Inline tasks in a row, each of which reads the outputs of the one before. */
export function chain(length: number): Source {
  return flowOf(`chain-${length}`, steps(length));
}

/** A ForEach over `count` values, all at once. */
export function fanOut(count: number): Source {
  return flowOf(`fan-out-${count}`, [forEach(count)]);
}

/** Makes `count` task runs, rests, then takes `length` further steps. */
export function stepsAfter(count: number, length: number): Source {
  return flowOf(`steps-after-${count}`, [forEach(count), pause(), ...steps(length)]);
}

/** Rests until it is resumed, then takes a step. */
export const resting: Source = flowOf('resting', [pause(), returns('end')]);

export function flowOf(id: string, tasks: readonly object[]): Source {
  return { id, namespace, tasks };
}

function forEach(count: number): object {
  return {
    id: 'each',
    type: 'io.kestra.plugin.core.flow.ForEach',
    concurrencyLimit: 0,
    values: Array.from({ length: count }, (_, index) => `${index}`),
    tasks: [{ ...returns('child'), format: '{{ taskrun.value }}' }],
  };
}

function pause(): object {
  return { id: 'rest', type: 'io.kestra.plugin.core.flow.Pause' };
}

function returns(id: string): object {
  return { id, type: 'io.kestra.plugin.core.debug.Return', format: '{{ flow.id }}' };
}

function steps(length: number): object[] {
  return Array.from({ length }, (_, index) => ({
    ...returns(`step${index}`),
    ...(index > 0 && { format: `{{ outputs.step${index - 1}.value }}` }),
  }));
}
