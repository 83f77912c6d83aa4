/** A template of many kilobytes would drown the message that quotes it. */
const longestQuote = 2_000;

export function quoteTemplate(template: string): string {
  return template.length <= longestQuote ? template : `${template.slice(0, longestQuote)}…`;
}

/** The wording of the original: the text, then `(TEMPLATE:LINE)`; a suggestion follows behind it. */
export function errorText(text: string, template: string, line: number, suggestion?: string): string {
  const hint = suggestion === undefined ? '' : `. Did you mean '${suggestion}'?`;
  return `${text} (${quoteTemplate(template)}:${line})${hint}`;
}

/** The wording for a name, key or index that is not there. */
export function missingText(name: string, template: string, line: number, suggestion?: string): string {
  const hint = suggestion === undefined ? '' : `. Did you mean '${suggestion}'?`;
  return `Unable to find \`${name}\` used in the expression \`${quoteTemplate(template)}\` at line ${line}${hint}`;
}
