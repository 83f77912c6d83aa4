import type { Program } from '@windhover/model';

/**
 * Throws when the program is given what no process can be: NUL ends a text there. Bubblewrap, whose arguments are handed over as
 * one text, would take what follows for the next of them, and show whatever it names.
 */
export function refuseNul({ command, directory, environment }: Program): void {
  if ([...command, directory].some(holdsNul)) throw new Error('the command holds a NUL character');
  for (const entry of Object.entries(environment))
    if (entry.some(holdsNul)) throw new Error(`the variable '${entry[0]}' holds a NUL character`);
}

function holdsNul(text: string): boolean {
  return text.includes('\0');
}
