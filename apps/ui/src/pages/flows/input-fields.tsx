import type { InputCheck } from '../../api/executions.ts';
import type { WireInput } from '../../api/wire.ts';
import { InlineError } from '../../components/inline-error.tsx';
import { t } from '../../messages/en.ts';
import { InputField } from './input-field.tsx';
import type { InputValues } from './input-values.ts';

interface InputFieldsProps {
  readonly inputs: readonly WireInput[];
  readonly values: InputValues;
  readonly check: InputCheck | undefined;
  readonly onChange: (id: string, value: string | File | undefined) => void;
}

/** A field for each input that is asked for at the moment; errors are shown for those that were touched. */
export function InputFields({ inputs, values, check, onChange }: InputFieldsProps) {
  const checks = new Map(check?.inputs.map((entry) => [entry.input.id, entry]));
  return inputs
    .filter((input) => checks.get(input.id)?.enabled !== false)
    .map((input) => {
      if (input.type === 'REUSABLE_INPUTS') {
        const reason = checks.get(input.id)?.errors[0]?.message ?? t.execute.noReusableInputs(input.id);
        return <InlineError key={input.id} error={new Error(reason)} />;
      }
      const problem =
        values[input.id] === undefined || values[input.id] instanceof File
          ? undefined
          : checks.get(input.id)?.errors[0];
      // A SELECT may compute its values: the server's answer then knows them.
      const known = { ...input, ...checks.get(input.id)?.input, id: input.id };
      return (
        <InputField
          key={input.id}
          input={known}
          value={values[input.id]}
          error={problem?.message}
          onChange={(value) => onChange(input.id, value)}
        />
      );
    });
}
