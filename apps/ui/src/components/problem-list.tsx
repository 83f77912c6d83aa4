/** The single problems of an error, a line each. */
export function ProblemList({ problems }: { readonly problems: readonly string[] }) {
  return (
    <ul>
      {problems.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}
