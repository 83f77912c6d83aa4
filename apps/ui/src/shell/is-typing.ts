/** Whether a key belongs to a field or an open dialog, so that one-letter shortcuts must leave it alone. */
export function isTyping(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  if (target === null) return false;
  return (
    target.isContentEditable ||
    target.closest('input, textarea, select, [role="dialog"], [role="menu"], [role="listbox"]') !== null ||
    document.querySelector('[role="dialog"][aria-modal="true"]') !== null
  );
}
