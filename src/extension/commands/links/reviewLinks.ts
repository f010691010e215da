import { commands, l10n } from "vscode";
import { CommandId } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { showInformationMessage } from "../../ui/messages.ts";
import type { App } from "../app.ts";
import { agreesToRead } from "./agreeToRead.ts";
import { deleteLinks } from "./deleteLinks.ts";
import type { LinkScope } from "./linkScope.ts";
import { pickLinks } from "./pickLinks.ts";

/** Reads links once the user agrees, shows them, and deletes those of the VMs that the user chooses and confirms. */
export async function reviewLinks(app: App, scopes: readonly LinkScope[]): Promise<void> {
  const { inventory } = app;
  if (scopes.some(({ hostKey }) => !inventory.host(hostKey))) {
    await app.load();
  }
  const known = scopes.filter(({ hostKey }) => inventory.host(hostKey));
  const hosts = known.flatMap(({ hostKey }) => inventory.host(hostKey) ?? []);
  if (hosts.length === 0) {
    void showInformationMessage(l10n.t("The bastion host is no longer in the view. Refresh to see the current hosts."));
    return;
  }
  const choice = (await agreesToRead(hosts, inventory.names)) ? await pickLinks(app, known) : undefined;
  if (choice?.kind === "delete") {
    await deleteLinks(app, choice.links, choice.wholeHost);
  } else if (choice) {
    await commands.executeCommand(CommandId.diagnose, hostNode(choice.hostKey));
  }
}
