const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

const two = (value: number) => String(value).padStart(2, '0');

/** C's strftime in UTC and English. */
export function formatTime(date: Date, format: string): string {
  return format.replace(/%[-_0^#]?([a-zA-Z%])/g, (whole, letter: string) => field(date, letter) ?? whole);
}

function field(date: Date, letter: string): string | undefined {
  const hours = date.getUTCHours();
  const year = date.getUTCFullYear();
  const day = date.getUTCDay();
  const dayOfYear = Math.floor((date.getTime() - Date.UTC(year, 0, 1)) / 86_400_000);
  switch (letter) {
    case 'Y':
      return String(year);
    case 'C':
      return two(Math.floor(year / 100));
    case 'y':
      return two(year % 100);
    case 'm':
      return two(date.getUTCMonth() + 1);
    case 'd':
      return two(date.getUTCDate());
    case 'e':
      return String(date.getUTCDate()).padStart(2, ' ');
    case 'H':
      return two(hours);
    case 'k':
      return String(hours).padStart(2, ' ');
    case 'I':
      return two(hours % 12 === 0 ? 12 : hours % 12);
    case 'l':
      return String(hours % 12 === 0 ? 12 : hours % 12).padStart(2, ' ');
    case 'M':
      return two(date.getUTCMinutes());
    case 'S':
      return two(date.getUTCSeconds());
    case 'p':
      return hours < 12 ? 'AM' : 'PM';
    case 'P':
      return hours < 12 ? 'am' : 'pm';
    case 'j':
      return String(dayOfYear + 1).padStart(3, '0');
    case 'a':
      return days[day]?.slice(0, 3);
    case 'A':
      return days[day];
    case 'b':
    case 'h':
      return months[date.getUTCMonth()]?.slice(0, 3);
    case 'B':
      return months[date.getUTCMonth()];
    case 'u':
      return String(day === 0 ? 7 : day);
    case 'w':
      return String(day);
    case 'U':
      return two(Math.floor((dayOfYear + 7 - day) / 7));
    case 'W':
      return two(Math.floor((dayOfYear + 7 - ((day + 6) % 7)) / 7));
    case 'V':
      return two(isoWeek(date).week);
    case 'G':
      return String(isoWeek(date).year);
    case 'g':
      return two(isoWeek(date).year % 100);
    case 's':
      return String(Math.floor(date.getTime() / 1000));
    case 'Z':
      return 'UTC';
    case 'z':
      return '+0000';
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case '%':
      return '%';
    case 'F':
      return formatTime(date, '%Y-%m-%d');
    case 'T':
      return formatTime(date, '%H:%M:%S');
    case 'R':
      return formatTime(date, '%H:%M');
    case 'D':
    case 'x':
      return formatTime(date, '%m/%d/%y');
    case 'X':
      return formatTime(date, '%H:%M:%S');
    case 'r':
      return formatTime(date, '%I:%M:%S %p');
    case 'c':
      return formatTime(date, '%a %b %e %H:%M:%S %Y');
    default:
      return undefined;
  }
}

function isoWeek(date: Date): { week: number; year: number } {
  const thursday = new Date(date.getTime());
  thursday.setUTCHours(0, 0, 0, 0);
  thursday.setUTCDate(thursday.getUTCDate() + 4 - (thursday.getUTCDay() === 0 ? 7 : thursday.getUTCDay()));
  const year = thursday.getUTCFullYear();
  return { week: Math.ceil(((thursday.getTime() - Date.UTC(year, 0, 1)) / 86_400_000 + 1) / 7), year };
}

const numbers: Readonly<Record<string, string>> = {
  Y: '\\d{1,4}',
  y: '\\d\\d',
  m: '\\d\\d?',
  d: '\\d\\d?',
  e: '\\s?\\d\\d?',
  H: '\\d\\d?',
  I: '\\d\\d?',
  M: '\\d\\d?',
  S: '\\d\\d?',
  j: '\\d{1,3}',
  Z: '[A-Za-z]+',
  z: '(?:Z|[+-]\\d\\d:?\\d\\d)',
  p: '[AaPp][Mm]',
  s: '\\d+',
  a: '[A-Za-z]{3,9}',
  A: '[A-Za-z]{3,9}',
  b: '[A-Za-z]{3,9}',
  B: '[A-Za-z]{3,9}',
  h: '[A-Za-z]{3,9}',
};
const composed: Readonly<Record<string, string>> = { F: '%Y-%m-%d', T: '%H:%M:%S', R: '%H:%M', D: '%m/%d/%y' };

/** Epoch milliseconds of a text in C's strptime form; undefined when it does not fit. Offsets are read over, as in jq. */
export function parseTime(text: string, format: string): number | undefined {
  if (text.length > 200 || format.length > 500) return undefined;
  const expanded = format.replace(/%([FTRD])/g, (_, letter: string) => composed[letter] ?? '');
  const letters: string[] = [];
  const values: string[] = [];
  let at = 0;
  // As in C each field takes what it can and gives nothing back: one expression for all of them could try for ever
  for (const part of expanded.match(/%.|\s+|[^%\s]+|%$/g) ?? []) {
    const letter = part.startsWith('%') ? (part[1] ?? '') : '';
    const known = Object.hasOwn(numbers, letter) ? numbers[letter] : undefined;
    const read = known ?? (/^\s/.test(part) ? '\\s*' : literally(letter === '%' ? '%' : part));
    const piece = new RegExp(read, 'y');
    piece.lastIndex = at;
    const found = piece.exec(text)?.[0];
    if (found === undefined) return undefined;
    at += found.length;
    if (known === undefined) continue;
    letters.push(letter);
    values.push(found);
  }
  return at === text.length ? assemble(letters, values) : undefined;
}

function literally(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&');
}

function assemble(letters: readonly string[], values: readonly string[]): number | undefined {
  const fields = new Map(letters.map((letter, index) => [letter, (values[index] ?? '').trim()]));
  const number = (letter: string, fallback: number) => {
    const value = fields.get(letter);
    return value === undefined ? fallback : Number(value);
  };
  if (fields.has('s')) return number('s', 0) * 1000;
  const named = fields.get('b') ?? fields.get('B') ?? fields.get('h');
  const monthIndex = months.findIndex(
    (month) => named !== undefined && month.slice(0, 3).toLowerCase() === named.slice(0, 3).toLowerCase(),
  );
  if (named !== undefined && monthIndex === -1) return undefined;
  const shortYear = number('y', 70);
  const year = number('Y', shortYear < 69 ? 2000 + shortYear : 1900 + shortYear);
  const half = fields.get('p')?.toLowerCase();
  const hours = half === undefined ? number('H', 0) : (number('I', 0) % 12) + (half === 'pm' ? 12 : 0);
  const month = named === undefined ? number('m', 1) - 1 : monthIndex;
  const day = fields.has('j') && !fields.has('d') ? number('j', 1) : number('d', number('e', 1));
  return Date.UTC(year, fields.has('j') && !fields.has('d') ? 0 : month, day, hours, number('M', 0), number('S', 0));
}
