/** The host that the user named. */
import * as l10n from "@vscode/l10n";
import type { HostState } from "../../core/inventory/hostState.ts";
import { CommandError, EXIT } from "../exitCode.ts";
import { notFound, type Fleet } from "./fleet.ts";
import type { Gap } from "./incomplete.ts";

/** A host that some identity sees. */
export type Seen = HostState & {
  readonly identities: readonly [HostState["identities"][number], ...HostState["identities"]];
};

/** The one host of a name or an ID. @throws CommandError if there is none, or several */
export function hostCalled(text: string, { hosts, inventory, gaps }: Fleet): Seen {
  const wanted = text.trim().toLowerCase();
  const isNamed = ({ host }: HostState) =>
    [host.key, host.name.toLowerCase(), inventory.names.host(host).toLowerCase()].includes(wanted);
  const [found, ...others] = hosts.filter(isNamed);
  if (others.length > 0) {
    const ids = hosts.filter(isNamed).map(({ host }) => host.id);
    throw new CommandError(
      EXIT.usage,
      l10n.t("Several hosts are called {0}. Name one by its ID: {1}", text, ids.join(" ")),
    );
  }
  if (!found || !isSeen(found)) {
    throw notFound(l10n.t("No bastion host that you can see is called {0}.", text), gaps);
  }
  return found;
}

/** What may hide another host of that name, which the user may have meant: nothing where they named the host by its ID. */
export function nameGaps(text: string, { host }: HostState, { gaps }: Fleet): readonly Gap[] {
  return text.trim().toLowerCase() === host.key ? [] : gaps;
}

function isSeen(state: HostState): state is Seen {
  return state.identities.length > 0;
}
