import { formatCount } from '../format/count.ts';

/** What drawings of flows that start each other say. */
export const dependencyText = {
  title: 'Dependencies',
  relations: { FLOW_TASK: 'calls', FLOW_TRIGGER: 'triggers' },
  here: 'This flow',
  flow: 'Flow',
  notRun: 'Not run',
  expand: 'Also what is further away',
  aloneFlow: 'This flow stands alone',
  aloneFlowText:
    'No other flow starts it, and it starts none. A Subflow task starts another flow; a Flow trigger starts this one when another has ended.',
  aloneMany: 'No flow here starts another one',
  aloneManyText: 'A Subflow task starts another flow; a Flow trigger starts a flow when another has ended.',
  edit: 'Edit the flow',
  alone: (count: number) =>
    `${formatCount(count, 'flow that stands alone is', 'flows that stand alone are')} not shown`,
};
