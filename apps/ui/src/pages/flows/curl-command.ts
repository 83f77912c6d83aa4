/** The command that sends a form: files by their names, all else with its value. Asks for the password of `user`. */
export function curlCommand(url: string, user: string, form: FormData): string {
  const fields = [...form].map(([name, value]) =>
    typeof value === 'string'
      ? `--form-string ${quoted(`${name}=${value}`)}`
      : `-F ${quoted(`${name}=@${value.name}`)}`,
  );
  return ['curl -X POST', quoted(url), '-u', quoted(user), ...fields].join(' ');
}

/** For a shell: nothing between single quotes means anything but the quote itself. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
