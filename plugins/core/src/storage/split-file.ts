import { RE2JS } from 're2js';
import { piecesOf } from './pieces.ts';

export interface SplitRule {
  readonly separator: string;
  readonly rows: number | undefined;
  readonly partitions: number | undefined;
  readonly sizeBytes: number | undefined;
  readonly pattern: string | undefined;
}

/** The texts of the files, in order; each piece keeps its separator. Exactly one of the rule's limits is set. */
export async function splitFile(content: AsyncIterable<Uint8Array>, rule: SplitRule): Promise<readonly string[]> {
  const parts = new Map<string, string[]>();
  const place = placer(rule);
  for await (const piece of piecesOf(content, rule.separator)) {
    const key = place(piece);
    if (key === undefined) continue;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [piece]);
    else part.push(piece);
  }
  return [...parts.values()].map((pieces) => pieces.map((piece) => piece + rule.separator).join(''));
}

/** Which file a piece goes into. */
function placer({ rows, partitions, sizeBytes, pattern, separator }: SplitRule): (piece: string) => string | undefined {
  let count = 0;
  if (rows !== undefined) return () => String(Math.floor(count++ / rows));
  if (partitions !== undefined) return () => String(count++ % partitions);
  if (pattern !== undefined) {
    const expression = RE2JS.compile(pattern);
    return (piece) => {
      const matcher = expression.matcher(piece);
      if (!matcher.find()) return undefined;
      return matcher.groupCount() > 0 ? (matcher.group(1) ?? undefined) : (matcher.group() ?? undefined);
    };
  }
  let part = 0;
  let filled = 0;
  return (piece) => {
    const length = Buffer.byteLength(piece) + Buffer.byteLength(separator);
    if (filled > 0 && filled + length > (sizeBytes ?? 0)) {
      part += 1;
      filled = 0;
    }
    filled += length;
    return String(part);
  };
}
