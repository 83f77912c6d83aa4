/** What the pages of reusable inputs say. */
export const reusableInputsText = {
  create: 'Create reusable inputs',
  search: 'Search reusable inputs',
  columns: { id: 'Id', description: 'Description', inputs: 'Inputs', revision: 'Revision', updated: 'Changed' },
  empty: 'No reusable inputs yet',
  emptyText:
    'Inputs that several flows ask for are written once, here. A flow takes them in by an input of the type REUSABLE_INPUTS.',
  tabs: { edit: 'Edit', revisions: 'Revisions' },
  new: 'New reusable inputs',
  needsId: 'Give them an id first',
  saved: (id: string, revision: number) => `“${id}” is saved as revision ${revision}.`,
  saveFailed: 'The reusable inputs could not be saved',
  remove: 'Delete',
  removeTitle: (id: string) => `Delete reusable inputs “${id}”?`,
  unused: 'No flow that you may see takes them in.',
  usedBy: 'Executions of these flows will not start any more, unless a namespace above has inputs of this id:',
  removed: (id: string) => `“${id}” is deleted.`,
  example: (namespace: string) => `id: customer
namespace: ${namespace}
description: Whom an order is for

inputs:
  - id: country
    type: SELECT
    values: [DE, PT]
  - id: city
    type: STRING
    displayName: City
`,
};
