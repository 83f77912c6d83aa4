/** A title and its Markdown as elements. Text is only ever set as text; of the markup, code and paragraphs are drawn. */
export function documentationNode(title: string | undefined, markdown: string): HTMLElement {
  const node = document.createElement('div');
  node.className = 'cm-documentation';
  if (title !== undefined) {
    const heading = node.appendChild(document.createElement('strong'));
    heading.textContent = title;
  }
  for (const part of markdown.split(/\n{2,}/)) {
    if (part.trim() === '') continue;
    const paragraph = node.appendChild(document.createElement('p'));
    for (const [index, text] of part.split('`').entries()) {
      const piece = index % 2 === 1 ? document.createElement('code') : document.createElement('span');
      piece.textContent = text;
      paragraph.append(piece);
    }
  }
  return node;
}
