import { byName, declare } from './callable.ts';

export const tagCatalogue = byName([
  declare('block', 'block … endblock', 'A part that block("name") prints again.'),
  declare('filter', 'filter … endfilter', 'Filters the rendered body.'),
  declare('for', 'for x in v … else … endfor', 'Repeats the body for each item of a list or entry of a map.'),
  declare('if', 'if c … elseif c … else … endif', 'Prints the first branch whose condition is true.'),
  declare('macro', 'macro name(a, b=1) … endmacro', 'A function of the template; it sees only its arguments.'),
  declare('raw', 'raw … endraw', 'The body stays as it is.'),
  declare('set', 'set x = expr', 'Sets a variable.'),
  declare('verbatim', 'verbatim … endverbatim', 'The body stays as it is, without the white space in front.'),
]);

/** Words that continue or end a tag, offered by completion. */
export const innerTags: readonly string[] = [
  'else',
  'elseif',
  'endblock',
  'endfilter',
  'endfor',
  'endif',
  'endmacro',
  'endraw',
  'endverbatim',
];
