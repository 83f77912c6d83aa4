/** An offset as the letters of a Java pattern print it: `XXX` is `+05:30` or `Z`, `xx` is `+0530`, `O` is `GMT+5:30`. */
export function offsetText(offsetSeconds: number, letters: string): string {
  const letter = letters[0];
  const count = letters.length;
  if (letter === 'O' || letters === 'ZZZZ') return localizedOffset(offsetSeconds, count === 4);
  if (letter === 'Z') return count === 5 ? offsetText(offsetSeconds, 'XXXXX') : offsetText(offsetSeconds, 'xx');
  if (letter === 'X' && offsetSeconds === 0) return 'Z';
  const magnitude = Math.abs(offsetSeconds);
  const two = (value: number) => String(value).padStart(2, '0');
  const sign = offsetSeconds < 0 ? '-' : '+';
  const minutes = Math.floor((magnitude % 3600) / 60);
  const seconds = magnitude % 60;
  const separator = count === 3 || count === 5 ? ':' : '';
  let text = sign + two(Math.floor(magnitude / 3600));
  if (count > 1 || minutes > 0) text += separator + two(minutes);
  if (count >= 4 && seconds > 0) text += separator + two(seconds);
  return text;
}

function localizedOffset(offsetSeconds: number, isFull: boolean): string {
  if (offsetSeconds === 0) return 'GMT';
  const magnitude = Math.abs(offsetSeconds);
  const hours = String(Math.floor(magnitude / 3600));
  const minutes = Math.floor((magnitude % 3600) / 60);
  const sign = offsetSeconds < 0 ? '-' : '+';
  if (isFull) return `GMT${sign}${hours.padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
  return `GMT${sign}${hours}${minutes > 0 ? `:${String(minutes).padStart(2, '0')}` : ''}`;
}
