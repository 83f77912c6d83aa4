import type { Template } from '../template.ts';
export function compileTemplate(source: string): Template { throw new Error('being written: ' + source); }
