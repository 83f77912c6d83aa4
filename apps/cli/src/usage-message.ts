/** Usage errors in the words that Kestra's command line uses, so that scripts which match them keep working. */

const wordings: readonly (readonly [pattern: RegExp, message: (match: RegExpExecArray) => string])[] = [
  [
    /required option '(?:-\w, )?(--[\w-]+)(?: <(.+)>)?' not specified/,
    ([, name, value]) => `Missing required option: '${name}=<${value}>'`,
  ],
  [/missing required argument '(.+)'/, ([, name]) => `Missing required parameter: '<${name}>'`],
  [
    /option '(?:-\w, )?(--[\w-]+) <(.+)>' argument missing/,
    ([, name, value]) => `Missing required parameter for option '${name}' (<${value}>)`,
  ],
  [/unknown option '(.+)'/, ([, name]) => `Unknown option: '${name}'`],
  [
    /too many arguments.*Expected (\d+) arguments? but got \d+: (.*)\./,
    ([, expected, words = '']) => `Unmatched argument: '${words.split(', ').slice(Number(expected)).join("', '")}'`,
  ],
  [
    /option '(?:-\w, )?(--[\w-]+) <.+>' argument '(.*)' is invalid\. (.*)/,
    ([, name, value, why]) => `Invalid value for option '${name}': '${value}'. ${why}`,
  ],
];

export function usageMessage(message: string): string {
  for (const [pattern, wording] of wordings) {
    const match = pattern.exec(message);
    if (match !== null) return `${wording(match)}\n`;
  }
  return message.replace(/^error: /, '');
}
