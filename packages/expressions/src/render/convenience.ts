/** Options of the convenience functions; `stubs` hold what services would answer. */
export interface RenderOptions { readonly mode?: string; readonly stubs?: unknown }
export function render(_template: string, _context: Record<string, unknown>, _options?: RenderOptions): string | Promise<string> { throw new Error('being written'); }
export function renderTyped(_template: string, _context: Record<string, unknown>, _options?: RenderOptions): unknown { throw new Error('being written'); }
