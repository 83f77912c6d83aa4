import type { AriaRole, HTMLAttributes, ReactNode, Ref } from 'react';

interface ScrollRegionProps extends Pick<HTMLAttributes<HTMLElement>, 'className' | 'style' | 'onWheel' | 'onScroll'> {
  readonly label: string;
  readonly role?: AriaRole;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A part that scrolls on its own: it can be focused, so that the keyboard scrolls it too. */
export function ScrollRegion({ label, children, ...element }: ScrollRegionProps) {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must take the focus (WCAG 2.1.1)
    <section {...element} aria-label={label} aria-live="off" tabIndex={0}>
      {children}
    </section>
  );
}
