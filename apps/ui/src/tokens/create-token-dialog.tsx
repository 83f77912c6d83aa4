import { NativeSelect, Switch } from '@mantine/core';
import { useState } from 'react';
import type { NewApiToken } from '../api/api-tokens.ts';
import { DialogForm } from '../components/dialog-form.tsx';
import { TextField } from '../components/text-field.tsx';
import { administrationText } from '../messages/en-administration.ts';

const words = administrationText.tokens;
/** Long enough to be of use, short enough that a forgotten one does little harm. */
const proposedAge = 'P90D';

interface CreateTokenDialogProps {
  readonly onSubmit: (token: NewApiToken) => Promise<unknown>;
  readonly onClose: () => void;
}

export function CreateTokenDialog({ onSubmit, onClose }: CreateTokenDialogProps) {
  const [name, setName] = useState('');
  const [description, setDescription] = useState('');
  const [maxAge, setMaxAge] = useState(proposedAge);
  const [extended, setExtended] = useState(false);
  return (
    <DialogForm
      opened
      title={words.create}
      action={words.create}
      ready={name !== ''}
      onSubmit={() =>
        onSubmit({
          name,
          ...(description === '' ? {} : { description }),
          ...(maxAge === '' ? {} : { maxAge }),
          extended: extended && maxAge !== '',
        })
      }
      onClose={onClose}
    >
      <TextField data-autofocus label={words.name} description={words.nameText} value={name} onChange={setName} />
      <TextField label={words.description} value={description} onChange={setDescription} />
      <NativeSelect
        label={words.maxAge}
        value={maxAge}
        onChange={(event) => setMaxAge(event.currentTarget.value)}
        data={Object.entries(words.ages).map(([value, label]) => ({ value, label }))}
      />
      {maxAge !== '' && (
        <Switch
          label={words.extended}
          description={words.extendedText}
          checked={extended}
          onChange={(event) => setExtended(event.currentTarget.checked)}
        />
      )}
    </DialogForm>
  );
}
