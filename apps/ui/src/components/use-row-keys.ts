import { useEffect, type RefObject } from 'react';
import { isTyping } from '../shell/is-typing.ts';

/** `j` and `k` move the focus down and up the row links of a list. */
export function useRowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const move = (event: KeyboardEvent) => {
      if ((event.key !== 'j' && event.key !== 'k') || event.metaKey || event.ctrlKey || event.altKey || isTyping(event))
        return;
      const links = [...(list.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])];
      if (links.length === 0) return;
      const at = links.indexOf(document.activeElement as HTMLElement);
      const next = at < 0 ? 0 : at + (event.key === 'j' ? 1 : -1);
      links[next]?.focus();
      event.preventDefault();
    };
    window.addEventListener('keydown', move);
    return () => window.removeEventListener('keydown', move);
  }, [list]);
}
