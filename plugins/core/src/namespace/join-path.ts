/** An absolute path of both parts with single slashes between them. */
export function joinPath(directory: string, name: string): string {
  return `/${directory}/${name}`.replace(/\/{2,}/g, '/');
}
