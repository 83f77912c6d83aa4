import type { WorkerSocket } from '@windhover/services';
import type { WebSocket } from 'ws';

/** Codes of the range that applications may use: come again, stay away. */
const goodbye = 4000;
const stayAway = 4003;
/** The other side may be gone without a word. */
const closeWithinMs = 2_000;
/** More is no frame of the protocol. */
const maxReasonBytes = 120;

/** A connection between a server and a worker, which both sides use alike. */
export function toWorkerSocket(socket: WebSocket): WorkerSocket {
  socket.binaryType = 'nodebuffer';
  socket.on('error', () => undefined); // told as its end
  return {
    listen({ frame, closed }) {
      socket.on('message', (data: Buffer, isBinary) => {
        if (isBinary) frame(data);
        else socket.close(stayAway, 'Frames are binary');
      });
      socket.once('close', (code, reason) => closed({ reason: reason.toString(), isFinal: code === stayAway }));
    },
    send(frame) {
      if (socket.readyState === socket.OPEN) socket.send(frame);
    },
    close(reason, isFinal) {
      socket.close(isFinal ? stayAway : goodbye, lastWord(reason));
      const timer = setTimeout(() => socket.terminate(), closeWithinMs);
      socket.once('close', () => clearTimeout(timer));
    },
  };
}

/** What the other side sent may be part of a reason: cut between characters, however many bytes each has. */
function lastWord(reason: string): string {
  const bytes = new Uint8Array(maxReasonBytes);
  const { written } = new TextEncoder().encodeInto(reason, bytes);
  return new TextDecoder().decode(bytes.subarray(0, written));
}
