import type { Context } from '../context.ts';
import type { Template } from '../template.ts';
export function renderSync(_template: Template | string, _context: Context): string { throw new Error('being written'); }
export function renderAsync(_template: Template | string, _context: Context): Promise<string> { throw new Error('being written'); }
export function renderTypedSync(_template: Template | string, _context: Context): unknown { throw new Error('being written'); }
export function renderTypedAsync(_template: Template | string, _context: Context): Promise<unknown> { throw new Error('being written'); }
