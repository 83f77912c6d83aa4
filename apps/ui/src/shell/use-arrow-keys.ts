import { useEffect, type RefObject } from 'react';

/** The arrow keys walk the links of a list, around its ends. */
export function useArrowKeys(list: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = list.current;
    const walk = (event: KeyboardEvent) => {
      const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
      const links = [...(element?.querySelectorAll('a') ?? [])];
      if (step === 0 || links.length === 0) return;
      const at = links.indexOf(document.activeElement as HTMLAnchorElement);
      const next = at < 0 && step < 0 ? links.length - 1 : at + step;
      links[(next + links.length) % links.length]?.focus();
      event.preventDefault();
    };
    element?.addEventListener('keydown', walk);
    return () => element?.removeEventListener('keydown', walk);
  }, [list]);
}
