/** Why a script is not started: for whoever wrote the flow. */
import type { ScriptNetwork } from '@windhover/model';

export class NoSandbox extends Error {
  constructor(reasons: readonly string[]) {
    super(
      `this server runs scripts in a sandbox only and cannot make one (${reasons.join('; ')}): install bubblewrap on it, or set kestra.tasks.isolation: none to run scripts as plain processes of its user`,
    );
    this.name = 'NoSandbox';
  }
}

/** Plain processes have the server's network. */
export class NoNetwork extends Error {
  constructor(network: ScriptNetwork, reasons: readonly string[]) {
    const because = reasons.length === 0 ? 'kestra.tasks.isolation is none' : reasons.join('; ');
    super(
      `scripts of this tenant have the network '${network}', which takes a sandbox, and this server makes none (${because})`,
    );
    this.name = 'NoNetwork';
  }
}
