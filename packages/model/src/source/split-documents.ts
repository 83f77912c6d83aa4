/** Several flows in one text, one a YAML document. */

export interface SourceDocument {
  /** Without the separator lines; comments and layout kept. */
  readonly source: string;
  /** Lines of the whole text before this document's first. */
  readonly lineOffset: number;
}

/** At the margin YAML knows these as the begin and the end of a document, wherever they stand: no text block can hold them. */
const separator = /^(?:---(?=[ \t\r]|$)|\.\.\.[ \t\r]*$)/;

/** The documents of a text in order; those without content (only comments and blank lines) are left out. */
export function splitDocuments(text: string): readonly SourceDocument[] {
  const documents: SourceDocument[] = [];
  let current: string[] = [];
  let lineOffset = 0;
  const close = (nextOffset: number, end: string): void => {
    if (current.some((line) => /^\s*[^#\s]/.test(line)))
      documents.push({ source: current.join('\n') + end, lineOffset });
    current = [];
    lineOffset = nextOffset;
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (!separator.test(line)) {
      current.push(line);
      continue;
    }
    const rest = line.slice(3);
    close(rest.trim() === '' ? index + 1 : index, '\n');
    if (rest.trim() !== '') current.push(rest);
  }
  close(0, '');
  return documents;
}
