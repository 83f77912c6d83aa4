export interface CompletionEnvironment {
  children(path: readonly string[]): readonly { name: string; type?: string; detail?: string }[] | undefined;
}
export interface Completion {
  readonly label: string;
  readonly kind: 'variable' | 'key' | 'filter' | 'function' | 'test' | 'tag' | 'keyword' | 'argument';
  readonly insertText: string;
  readonly detail?: string;
  readonly from: number;
  readonly to: number;
}
export function completeAt(
  _source: string,
  _offset: number,
  _environment: CompletionEnvironment,
): readonly Completion[] {
  return [];
}
