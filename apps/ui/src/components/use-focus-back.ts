import { useEffect, useMemo } from 'react';

/**
 * What had the focus when a dialog opened gets it back when the dialog is gone, also when it goes by no longer being drawn;
 * for the item of a menu, which is gone by then, it is the button of the menu. Nothing when something else has the focus.
 */
export function useFocusBack(opened: boolean): void {
  // While it is drawn for the first time: afterwards the focus is inside of it
  const origin = useMemo(() => (opened ? focusedThing() : undefined), [opened]);
  useEffect(
    () => () => {
      // In the next task: until then the dialog holds the focus
      setTimeout(() => {
        const isLost = document.activeElement === null || document.activeElement === document.body;
        if (isLost && origin?.isConnected === true) origin.focus({ preventScroll: true });
      });
    },
    [origin],
  );
}

function focusedThing(): HTMLElement | undefined {
  const focused = document.activeElement;
  const menu = focused?.closest('[role="menu"]');
  const thing = menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : focused;
  return thing instanceof HTMLElement && thing !== document.body ? thing : undefined;
}
