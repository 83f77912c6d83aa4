/**
 * Places at which a test lets the process die, to prove that what starts after it makes it good. Inert unless the server
 * is started with `WINDHOVER_CRASH_AT=<point>:<n>`: it kills itself when it passes the point for the nth time.
 */
/** On the way of an execution. */
export const executionCrashPoints = [
  'executor.after-read',
  'executor.before-commit',
  'executor.after-commit',
  'executor.after-answer',
  'worker.after-lease-before-start',
  'worker.after-start',
  'worker.after-exit-before-result',
  'worker.after-result-before-ack',
  'scheduler.after-evaluate',
  'scheduler.after-create-before-advance',
  'outbox.after-deliver-before-mark',
  'timer.after-claim',
  'slot.after-release-before-admit',
  'kill.after-mark',
  'loop.after-iteration-created',
  'subflow.after-child-created',
  'subflow.after-child-ended',
] as const;

/** Within what else takes more than one step; `migrate.step` is passed before and after the commit of each migration. */
const writeCrashPoints = [
  'file.after-write-before-rename',
  'file.after-rename-before-dirsync',
  'file.after-content-before-row',
  'secret.after-key-before-row',
  'delete.between-kinds',
  'purge.between-batches',
  'restore.after-files',
  'restore.between-pages',
  'repeat.after-steps-before-answer-kept',
  'migrate.step',
] as const;

/** On both sides of every request that changes something. */
const requestCrashPoints = ['http.before-commit', 'http.after-commit-before-answer'] as const;

const crashPoints = [...executionCrashPoints, ...writeCrashPoints, ...requestCrashPoints];

export type CrashPoint = (typeof crashPoints)[number];

/** Called at each pass; does not return from the one that the process dies at. */
export type CrashAt = (point: CrashPoint) => void;

export const neverCrash: CrashAt = () => undefined;

/** `die` must end the process at once, as a power loss would. Throws for a text that names no point. */
export function crashAt(text: string | undefined, die: () => void): CrashAt {
  if (text === undefined || text === '') return neverCrash;
  const [name = '', pass = '1'] = text.split(':');
  const wanted = crashPoints.find((point) => point === name);
  if (wanted === undefined || !/^[1-9]\d*$/.test(pass)) {
    throw new Error(`WINDHOVER_CRASH_AT '${text}' is not '<point>:<n>' with a point of ${crashPoints.join(', ')}`);
  }
  let left = Number(pass);
  return (point) => {
    if (point !== wanted) return;
    left -= 1;
    if (left === 0) die();
  };
}
