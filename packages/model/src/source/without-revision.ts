const revisionLine = /^revision:[ \t]*\d+[ \t]*\r?(?:\n|$)/m;

/** The source without the line that numbers it, as `revision: 3`: numbers are given by the server. */
export function withoutRevision(source: string): string {
  return source.replace(revisionLine, '');
}
