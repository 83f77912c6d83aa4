/** Whether rendering the text could change it: it contains a print, a tag or a comment. */
export function hasExpression(text: string): boolean {
  const brace = text.indexOf('{');
  return brace !== -1 && (text.includes('{{', brace) || text.includes('{%', brace) || text.includes('{#', brace));
}
