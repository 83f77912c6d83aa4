import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import type { InputCheck } from '../../api/executions.ts';
import type { WireInput } from '../../api/wire.ts';
import { toForm, type InputValues } from './input-values.ts';

/**
 * What the server says of the inputs so far: errors, which of them are asked for, failing checks. Undefined until it
 * has spoken. `key` says what they are inputs of, and holds the tenant.
 */
export function useCheckedInputs(
  key: readonly unknown[],
  inputs: readonly WireInput[],
  values: InputValues,
  check: (form: FormData, signal: AbortSignal) => Promise<InputCheck>,
): InputCheck | undefined {
  const [settled] = useDebouncedValue(values, 300);
  // Files are not uploaded to be checked.
  const texts = Object.fromEntries(Object.entries(settled).filter(([, value]) => !(value instanceof File)));
  return useQuery({
    queryKey: [...key, texts],
    queryFn: ({ signal }) => check(toForm(inputs, texts), signal),
    enabled: inputs.length > 0,
    placeholderData: (before) => before,
    staleTime: 30_000,
    retry: false,
  }).data;
}
