import { expect, test } from 'vitest';
import type { WirePlugin } from '../../api/plugins.ts';
import { groupsOf, matching } from './catalogue.ts';

const element = (cls: string, title = '', description = '') => ({ cls, title, description, deprecated: false });
const plugins = [
  {
    tasks: [
      element('io.kestra.plugin.core.log.Log', 'Log a message'),
      element('io.kestra.plugin.core.flow.Pause', 'Wait', 'Until somebody resumes'),
      element('io.kestra.plugin.core.flow.If', 'Choose'),
    ],
    triggers: [element('io.kestra.plugin.core.trigger.Webhook', 'Start by a call')],
    conditions: [],
    taskRunners: [],
  },
] as unknown as WirePlugin[];

const names = (groups: ReturnType<typeof groupsOf>) =>
  groups.map(({ name, types }) => `${name}: ${types.map(({ type }) => type.split('.').at(-1)).join(' ')}`);

test('types stand in groups of a common beginning, both in order', () => {
  expect(names(groupsOf(plugins))).toEqual(['core.flow: If Pause', 'core.log: Log', 'core.trigger: Webhook']);
});

test('every word must be found in the type, its title or its description', () => {
  const groups = groupsOf(plugins);

  expect(names(matching(groups, 'RESUMES flow'))).toEqual(['core.flow: Pause']);
  expect(names(matching(groups, ' '))).toEqual(names(groups));
  expect(matching(groups, 'log nothing')).toEqual([]);
});
