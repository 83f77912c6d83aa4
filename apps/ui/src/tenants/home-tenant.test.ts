import { expect, test } from 'vitest';
import { homeTenant } from './home-tenant.ts';

const standard = { name: 'default' };
const prod = { id: 'prod', name: 'Production' };
const dev = { id: 'dev', name: 'Development' };

test('the tenant used last is opened again', () => {
  expect(homeTenant([standard, dev, prod], 'prod')).toBe(prod);
  expect(homeTenant([standard, dev, prod], '')).toBe(standard);
});

test('a remembered tenant that is no longer accessible gives way to the default tenant', () => {
  expect(homeTenant([dev, standard, prod], 'gone')).toBe(standard);
});

test('without a default tenant the first by name is opened', () => {
  expect(homeTenant([prod, dev], undefined)).toBe(dev);
});

test('nobody is sent anywhere without a tenant', () => {
  expect(homeTenant([], 'prod')).toBeUndefined();
});
