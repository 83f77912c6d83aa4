export const shortcutsEvent = 'windhover:shortcuts';

/** Shows the list of shortcuts, wherever on the page this is asked from. */
export function openShortcuts(): void {
  window.dispatchEvent(new Event(shortcutsEvent));
}
