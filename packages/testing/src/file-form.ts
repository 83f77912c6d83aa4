/** The form with which a file of a namespace is sent. */
export function fileForm(content: string | Uint8Array<ArrayBuffer>): FormData {
  const form = new FormData();
  form.set('fileContent', new Blob([content]), 'file.txt');
  return form;
}
