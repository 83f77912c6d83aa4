/**
 * Messages as payloads of `notify`, which takes less than 8,000 bytes each: those of one flush are cut into pieces that the
 * receiver puts together again. Payloads of one transaction arrive in order, all or none.
 */
export interface Message {
  readonly topic: string;
  readonly message: unknown;
  /** Of an announcement. */
  readonly version?: number | undefined;
}

const maxPieceLength = 7_500;

/** `flush` is different each time: pieces that are alike would arrive once. */
export function toPayloads(sender: string, flush: number, messages: readonly Message[]): readonly string[] {
  const text = toAscii(JSON.stringify(messages.map(({ topic, message, version }) => [topic, message, version])));
  const count = Math.ceil(text.length / maxPieceLength);
  return Array.from({ length: count }, (_, index) => {
    const piece = text.slice(index * maxPieceLength, (index + 1) * maxPieceLength);
    return `${sender} ${flush} ${index} ${count} ${piece}`;
  });
}

/** Puts pieces together; answers the messages with the last piece of a flush. Those of `self` are passed over. */
export function createAssembler(self: string): (payload: string) => readonly Message[] {
  const begun = new Map<string, { readonly flush: string; readonly pieces: string[] }>();
  return (payload) => {
    const [, sender, flush, index, count, piece] = /^(\S+) (\d+) (\d+) (\d+) (.*)$/s.exec(payload) ?? [];
    if (sender === undefined || sender === self) return [];
    const known = begun.get(sender);
    const pieces = known !== undefined && known.flush === flush ? known.pieces : [];
    begun.set(sender, { flush: flush!, pieces });
    if (pieces.push(piece!) < Number(count) || Number(index) + 1 < Number(count)) return [];
    begun.delete(sender);
    return parse(pieces.join(''));
  };
}

function parse(text: string): readonly Message[] {
  try {
    const messages = JSON.parse(text) as [string, unknown, number | null][];
    return messages.map(([topic, message, version]) => ({ topic, message, ...(version !== null && { version }) }));
  } catch {
    return []; // a piece was missed, with the connection: who misses hints looks by itself
  }
}

/** Bytes and characters are the same then. */
function toAscii(json: string): string {
  return json.replaceAll(/[\u007f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
