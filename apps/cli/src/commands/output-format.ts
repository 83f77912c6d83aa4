/** `--output=table|json` of commands that show things. */
import { Option, type Command } from 'commander';

export type OutputFormat = 'table' | 'json';

export function addOutputOption(command: Command): Command {
  return command.addOption(new Option('--output <format>', 'how to print').choices(['table', 'json']).default('table'));
}

/** Columns as wide as their longest value, two spaces apart; the first row is the heading. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
