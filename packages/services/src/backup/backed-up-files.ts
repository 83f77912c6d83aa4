import { executionIdInPath, namespaceOfFile } from '../executions/storage-paths.ts';
import { isKeptContent } from '../files/file-place.ts';

/** Whether a path of internal storage is that of a file of a namespace, or of what one was before; others are of executions and flows. */
export function isOfNamespace(path: string): boolean {
  return executionIdInPath(path) === undefined && (namespaceOfFile(path) !== undefined || isKeptContent(path));
}
