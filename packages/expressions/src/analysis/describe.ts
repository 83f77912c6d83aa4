export interface Description {
  readonly signature: string;
  readonly description: string;
}
export const filterNames: readonly string[] = [];
export const functionNames: readonly string[] = [];
export const testNames: readonly string[] = [];
export const tagNames: readonly string[] = [];
export function describe(_name: string, _kind: 'filter' | 'function' | 'test' | 'tag'): Description | undefined {
  return undefined;
}
