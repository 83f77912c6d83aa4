import { expect, test } from 'vitest';
import type { WireNamespace } from '../../api/namespaces.ts';
import { toForm, toNamespace, wrongFields } from './details-form.ts';

const namespace = {
  id: 'company.team',
  description: 'Ours',
  variables: { region: 'eu' },
  concurrency: { limit: 3, behavior: 'CANCEL' },
  allowedNamespaces: ['other'],
} as unknown as WireNamespace;

test('a form that nobody touched gives the namespace back, with what no field shows', () => {
  expect(toNamespace(namespace, toForm(namespace))).toEqual(namespace);
});

test('what is emptied is left out', () => {
  const form = { ...toForm(namespace), description: '', variables: ' ', limit: '' };

  expect(toNamespace(namespace, form)).toEqual({ id: 'company.team', allowedNamespaces: ['other'] });
});

test('every field that cannot be sent is named', () => {
  const form = { ...toForm({}), variables: '[]', pluginDefaults: '{}', quotas: 'x', limit: '0' };

  expect([...wrongFields(form)].toSorted()).toEqual(['limit', 'pluginDefaults', 'quotas', 'variables']);
  expect(wrongFields(toForm(namespace)).size).toBe(0);
});
