const longestText = 1_000_000;

/** What a file says; undefined when it is not text, or longer than anybody reads here. */
export async function textOf(blob: Blob): Promise<string | undefined> {
  const text = blob.size <= longestText ? await blob.text() : undefined;
  return text?.includes('\0') === true ? undefined : text;
}
