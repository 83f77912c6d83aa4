/** What the catalogue of plugins says. */
export const pluginText = {
  search: 'Search types',
  types: 'Types',
  kinds: { tasks: 'Task', triggers: 'Trigger', conditions: 'Condition', taskRunners: 'Task runner' },
  chosen: 'Choose a type to read what it does and takes',
  chosenText: (count: number) =>
    `${count} types of tasks, triggers, conditions and task runners can stand behind “type” in a flow.`,
  deprecated: 'Deprecated',
  replacedBy: (name: string) => `use “${name}” instead`,
  typeLabel: 'type',
  example: 'Example',
  examples: 'Examples',
  exampleLabel: 'example',
  properties: 'Properties',
  noProperties: 'It takes nothing but what every task has.',
  outputs: 'Outputs',
  noOutputs: 'It gives no outputs.',
  required: 'required',
  byDefault: (value: string) => `default ${value}`,
  listOf: (type: string) => `list of ${type}`,
  anything: 'anything',
  documentation: 'Documentation of the type',
};
