import { UnsafePath } from './file-store.ts';

/** What file systems take for one name. */
const maxSegmentBytes = 255;
/** Linux takes 4,096 bytes for a whole path; the rest is for the root. */
const maxPathBytes = 3_000;

/**
 * The segments of a path within a tenant, in Unicode's composed form; none for the tenant's root `/`.
 * Throws `UnsafePath` before any I/O for everything that could mean another place: a relative path, an empty, `.` or `..`
 * segment (so no trailing slash either), a backslash, NUL or another control character, a name that is too long.
 * Nothing is decoded: `%2e` is three characters of a name.
 */
export function safeSegments(path: string): readonly string[] {
  if (!path.startsWith('/') || !path.isWellFormed() || /[\u0000-\u001f\u007f-\u009f\\]/.test(path))
    throw new UnsafePath(path);
  if (path === '/') return [];
  const segments = path.normalize('NFC').slice(1).split('/');
  const isSafe = Buffer.byteLength(path) <= maxPathBytes && segments.every(isSafeSegment);
  if (!isSafe) throw new UnsafePath(path);
  return segments;
}

function isSafeSegment(segment: string): boolean {
  return segment !== '' && segment !== '.' && segment !== '..' && Buffer.byteLength(segment) <= maxSegmentBytes;
}
