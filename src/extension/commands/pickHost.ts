import { l10n, window } from "vscode";
import type { ArmKey } from "../../core/model/armId.ts";
import { parseHostArgument } from "../../core/model/hostArgument.ts";

/** The host that an argument names; says so where it names none, and nothing is done then. */
export function argumentKey(value: unknown): ArmKey | undefined {
  const argument = parseHostArgument(value);
  if (!argument) {
    void window.showErrorMessage(
      l10n.t(
        "The argument of the command is not valid: it names no bastion host, or sessions by something else than their IDs.",
      ),
    );
  }
  return argument?.hostKey;
}
