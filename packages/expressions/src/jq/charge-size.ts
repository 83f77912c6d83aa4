import type { Machine } from './machine.ts';

/** Small values are paid for by the step that makes them. */
const small = 64;

/** Memory counts as work: a program that keeps or doubles long texts and lists would fill it before its steps run out. */
export function chargeSize(machine: Machine, value: unknown): void {
  if (typeof value === 'string') {
    if (value.length > small) machine.charge(value.length >> 3);
  } else if (Array.isArray(value) && value.length > small) machine.charge(value.length >> 1);
}

/** Before the texts of a list become one: how long that is shows too late. One text may be in the list many times. */
export function chargeTexts(machine: Machine, items: unknown, between = ''): void {
  if (!Array.isArray(items)) return;
  for (const item of items as readonly unknown[]) {
    machine.charge(((typeof item === 'string' ? item.length : 0) + between.length) >> 3);
  }
}
