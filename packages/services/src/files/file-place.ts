/** Where files of namespaces stand in internal storage, and the contents that they have had. */
import { IllegalArgument } from '@windhover/model';
import { safeSegments, UnsafePath } from '@windhover/ports';

export function namespaceRoot(namespace: string): string {
  return `${directoryOf(namespace)}/_files`;
}

/** `path` is a clean one. */
export function filePlace(namespace: string, path: string): string {
  return path === '/' ? namespaceRoot(namespace) : `${namespaceRoot(namespace)}${path}`;
}

/** Contents lie side by side, so that a path may be a file once and a directory later. */
export function contentPlace(namespace: string, contentId: string): string {
  return `${contentsDirectory(namespace)}/${contentId}`;
}

export function contentsDirectory(namespace: string): string {
  return `${directoryOf(namespace)}/_revisions`;
}

/** Whether a path of internal storage is that of such a content. */
export function isKeptContent(place: string): boolean {
  return /\/_revisions\/[^/]+$/.test(place) && !place.includes('/_files/');
}

/**
 * A path within the files of a namespace as revisions name it: it begins with a slash and ends with a name; `/` is the root.
 * Throws `IllegalArgument` for one that may mean another place.
 */
export function cleanPath(path: string): string {
  const absolute = path.startsWith('/') ? path : `/${path}`;
  try {
    return `/${safeSegments(absolute === '/' ? '/' : absolute.replace(/\/$/, '')).join('/')}`;
  } catch (error) {
    if (error instanceof UnsafePath)
      throw new IllegalArgument({ reason: `path '${path}' is not allowed` }, { cause: error });
    throw error;
  }
}

/** As {@link cleanPath}, of a file: the root is none. */
export function cleanFilePath(path: string): string {
  const clean = cleanPath(path);
  if (clean === '/') throw new IllegalArgument({ reason: `path '${path}' is not allowed` });
  return clean;
}

/** Of everything that belongs to the namespace, its flows and the namespaces below it. */
export function directoryOf(namespace: string): string {
  return `/${namespace.replaceAll('.', '/')}`;
}

/**
 * The path behind the address of a namespace's file, `nsfile:///path` of the namespace given or `nsfile://other.one/path`;
 * undefined when the text is none.
 */
export function pathOfNamespaceUri(uri: string, namespace: string): string | undefined {
  const { named, path } = namespaceUri(uri) ?? {};
  if (path === undefined || path.split('/').includes('..')) return undefined;
  return `${namespaceRoot(named ?? namespace)}${path}`;
}

/** The parts of such an address: the other namespace, if it names one, and the absolute path in it. */
export function namespaceUri(uri: string): { readonly named?: string; readonly path: string } | undefined {
  const match = /^nsfile:\/\/([^/\s]*)(\/.+)$/.exec(uri.trim());
  if (match === null) return undefined;
  const [, named, path] = match;
  return named === '' ? { path: path! } : { named: named!, path: path! };
}
