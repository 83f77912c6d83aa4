/** What the pages of templates say. */
export const templateText = {
  create: 'Create template',
  search: 'Search templates',
  columns: { id: 'Id', namespace: 'Namespace', description: 'Description' },
  empty: 'No templates yet',
  emptyText:
    'A template holds tasks that flows run with a task of type Template. A subflow does more: it has inputs, outputs and executions of its own.',
  new: 'New template',
  saved: (id: string) => `Template “${id}” is saved.`,
  saveFailed: 'The template could not be saved',
  remove: 'Delete',
  removeTitle: (id: string) => `Delete template “${id}”?`,
  removeText: 'Executions that have begun with it go on. Flows that name it will fail at that task.',
  removed: (id: string) => `Template “${id}” is deleted.`,
  example: (namespace: string) => `id: notify
namespace: ${namespace}

tasks:
  - id: say
    type: io.kestra.plugin.core.log.Log
    message: "{{ parent.outputs.args['text'] }}"
`,
};
