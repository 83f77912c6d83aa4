export interface AnsiSpan {
  readonly text: string;
  readonly color?: string;
  readonly bold?: boolean;
}

const tones = ['grey', 'red', 'green', 'yellow', 'blue', 'purple', 'blue', 'grey'] as const;
// The server stores control characters as text, so that no terminal obeys them; older lines may have them as they are.
// oxlint-disable-next-line no-control-regex -- escape sequences begin with a control character
const sequence = /(?:\u001b|\\u001b)\[([0-9;]*)([A-Za-z])/g;
// Of a palette or of red, green and blue: 38;5;N and 38;2;R;G;B, 48 for the background
const ofOtherPalette = /\b[34]8;(?:5;\d+|2;\d+;\d+;\d+)/g;

/** Splits terminal output into spans of one colour; sequences other than colour and weight are dropped. */
export function parseAnsi(text: string): readonly AnsiSpan[] {
  if (!text.includes('\u001b') && !text.includes('\\u001b')) return [{ text }];
  const spans: AnsiSpan[] = [];
  let style: Omit<AnsiSpan, 'text'> = {};
  let at = 0;
  const push = (end: number) => {
    if (end > at) spans.push({ text: text.slice(at, end), ...style });
  };
  for (const match of text.matchAll(sequence)) {
    push(match.index);
    at = match.index + match[0].length;
    if (match[2] === 'm') style = restyle(style, match[1] ?? '');
  }
  push(text.length);
  return spans;
}

function restyle(before: Omit<AnsiSpan, 'text'>, codes: string): Omit<AnsiSpan, 'text'> {
  let style = before;
  for (const code of codes.replaceAll(ofOtherPalette, '').split(';').map(Number)) {
    if (code === 0) style = {};
    else if (code === 1) style = { ...style, bold: true };
    else if (code === 22) style = { ...style, bold: false };
    else if (code === 39) style = style.bold === undefined ? {} : { bold: style.bold };
    else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97))
      style = { ...style, color: `var(--${tones[code % 10]}-text)` };
  }
  return style;
}

export function stripAnsi(text: string): string {
  return text.replace(sequence, '');
}
