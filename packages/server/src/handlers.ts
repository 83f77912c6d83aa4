/** Every handler. A route of the contract without one is a failing test. */
import type { Handler } from './handler.ts';

export const handlers: readonly Handler[] = [];
