import { l10n, window, type QuickPickItem } from "vscode";
import type { HostState } from "../../core/inventory/hostState.ts";
import type { ArmKey } from "../../core/model/armId.ts";
import { isHostArgument, parseHostArgument } from "../../core/model/hostArgument.ts";
import type { Names } from "../../core/inventory/names.ts";
import { messageText } from "../../core/text/plainText.ts";
import { SEPARATOR } from "../../words/format.ts";
import { hostName } from "../../words/sessionText.ts";
import type { App } from "./app.ts";
import { asNode } from "./commandRows.ts";
import { showErrorMessage } from "../ui/messages.ts";

/** What the user is asked if no host is meant yet. */
interface HostQuestion {
  readonly title: string;
  readonly placeHolder: string;
  /** What there is to say of a host besides its name. */
  readonly remark?: (state: HostState) => string | undefined;
}

/** The host that a command is meant for: the argument's, the row's, the selected row's, or one that the user picks. */
export async function meantHost(
  app: Pick<App, "inventory" | "load" | "treeSelection">,
  row: unknown,
  question: HostQuestion,
): Promise<ArmKey | undefined> {
  if (isHostArgument(row)) {
    return argumentKey(row);
  }
  const node = asNode(row) ?? app.treeSelection.now[0];
  return node && "hostKey" in node ? node.hostKey : pickHost(app, question);
}

async function pickHost(
  { inventory, load }: Pick<App, "inventory" | "load">,
  { title, placeHolder, remark }: HostQuestion,
): Promise<ArmKey | undefined> {
  await load();
  const items = [...inventory.hosts].map((state) => hostItem(state, inventory.names, remark?.(state)));
  const chosen = await window.showQuickPick(items, { title, placeHolder, matchOnDescription: true });
  return chosen?.state.host.key;
}

/** A host as a quick pick shows it. */
export function hostItem(
  state: HostState,
  names: Names,
  remark?: string,
): QuickPickItem & { readonly state: HostState } {
  return {
    label: hostName(state, names),
    description: [messageText(state.host.resourceGroup), ...(remark === undefined ? [] : [remark])].join(SEPARATOR),
    state,
  };
}

/** The host that an argument names. If it names none, an error is shown and nothing is to be done. */
export function argumentKey(value: unknown): ArmKey | undefined {
  const argument = parseHostArgument(value);
  if (!argument) {
    void showErrorMessage(
      l10n.t("Invalid command argument: it must identify a bastion host, and any sessions by their session IDs."),
    );
  }
  return argument?.hostKey;
}
