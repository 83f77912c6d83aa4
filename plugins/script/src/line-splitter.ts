/**
 * Cuts a stream of bytes into lines of text. Bytes that are no UTF-8 become U+FFFD; a line without an end is cut at
 * `maxLineBytes` and the rest of it dropped, so that memory stays bounded whatever a process prints.
 */
export interface LineSplitter {
  push(chunk: Buffer): void;
  /** The last line, if it has no end. */
  end(): void;
}

export function createLineSplitter(maxLineBytes: number, onLine: (line: string) => void): LineSplitter {
  let parts: Buffer[] = [];
  let keptBytes = 0;
  let wasCut = false;

  const keep = (piece: Buffer): void => {
    const room = maxLineBytes - keptBytes;
    if (piece.length > room) wasCut = true;
    if (room <= 0 || piece.length === 0) return;
    const kept = piece.length > room ? piece.subarray(0, room) : piece;
    parts.push(kept);
    keptBytes += kept.length;
  };
  const finish = (): void => {
    const text = (parts.length === 1 ? parts[0]! : Buffer.concat(parts)).toString('utf8');
    const line = text.endsWith('\r') ? text.slice(0, -1) : text;
    onLine(wasCut ? `${line}… (cut: the line is longer than ${maxLineBytes} bytes)` : line);
    parts = [];
    keptBytes = 0;
    wasCut = false;
  };

  return {
    push(chunk) {
      let from = 0;
      for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
        keep(chunk.subarray(from, at));
        finish();
        from = at + 1;
      }
      keep(chunk.subarray(from));
    },
    end() {
      if (keptBytes > 0) finish();
    },
  };
}
