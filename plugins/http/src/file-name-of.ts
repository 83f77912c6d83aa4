/** The name of a downloaded file: as the server says, else the last part of the URL. Never a path. */
import type { HttpReply } from '@windhover/plugin-sdk';

export function fileNameOf({ headers, url }: Pick<HttpReply, 'headers' | 'url'>): string {
  const disposition = headers['content-disposition']?.[0] ?? '';
  const encoded = /filename\*\s*=\s*[\w-]*'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const plain = /filename\s*=\s*(?:"([^"]*)"|([^;\s]+))/i.exec(disposition);
  const named = encoded === undefined ? (plain?.[1] ?? plain?.[2]) : decoded(encoded);
  return lastPart(named ?? '') || nameInAddress(new URL(url).pathname) || 'download';
}

/** The last part of an address of internal storage, or of a path of a URL. */
export function nameInAddress(address: string): string {
  return lastPart(decoded(address));
}

function lastPart(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  return name === '.' || name === '..' ? '' : name;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
