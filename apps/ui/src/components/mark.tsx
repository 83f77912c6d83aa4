/** The mark: a hovering wing in two strokes, in the colour of the text around it. */
export function Mark({ size = 18 }: { readonly size?: number }) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      aria-hidden
    >
      <path d="M1.4 4.2C4.6 3.6 7.4 6 8 11.6" />
      <path d="M8 11.6C8.3 7.4 10.6 4.6 14.6 4.4" />
    </svg>
  );
}
