import { useEffect, useRef, type RefObject } from 'react';

/** For the first field of a page that is nothing but a form: it has the focus when the page opens. */
export function useFirstFocus(): RefObject<HTMLInputElement | null> {
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  return field;
}
