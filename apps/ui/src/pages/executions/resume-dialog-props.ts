import type { InputCheck } from '../../api/executions.ts';
import type { WireExecution } from '../../api/wire.ts';

export interface ResumeDialogProps {
  readonly execution: WireExecution;
  /** What the pause asks for. */
  readonly asked: InputCheck;
  readonly onSubmit: (form: FormData) => Promise<unknown>;
  readonly onClose: () => void;
}
