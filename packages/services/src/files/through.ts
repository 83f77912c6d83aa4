/** Bytes through a transform of Node's. */
import { pipeline, Readable, type Transform } from 'node:stream';

/** Either end takes the other one along: what is read no further is closed, and an error of the source is one of what comes out. */
export function through(source: AsyncIterable<Uint8Array>, transform: Transform): AsyncIterable<Uint8Array> {
  return pipeline(Readable.from(source), transform, () => undefined);
}
