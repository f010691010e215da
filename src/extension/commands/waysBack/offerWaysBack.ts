import { commands, env, l10n, QuickPickItemKind, Uri, window, type QuickPickItem } from "vscode";
import { messageText } from "../../../core/text/plainText.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { CommandId } from "../../ids.ts";
import type { WaysBack } from "./waysBack.ts";

interface Door extends QuickPickItem {
  readonly open?: () => Promise<unknown>;
}

/**
 * Lets the user open one of the ways back of a disconnect. Nothing is asked or opened before.
 * @param showDetails shows all of them in the disconnect's details
 */
export async function offerWaysBack(ways: WaysBack, entryId: string, showDetails: () => Promise<void>): Promise<void> {
  const chosen = await window.showQuickPick(doorsOf(ways, entryId, showDetails), {
    title: l10n.t("Ways Back"),
    placeHolder: l10n.t("Disconnecting doesn't lock users out. Select what to close or watch"),
    matchOnDetail: true,
  });
  await chosen?.open?.();
}

function doorsOf(
  { hosts, machines, people }: WaysBack,
  entryId: string,
  showDetails: () => Promise<void>,
): readonly Door[] {
  const links = hosts.flatMap(({ key, name, host }): Door[] =>
    host?.shareableLink === true
      ? [
          {
            label: l10n.t("Review Shareable Links of {0}…", messageText(name)),
            detail: l10n.t("Asks Azure for the links, which Azure logs"),
            open: async () => commands.executeCommand(CommandId.reviewShareableLinks, hostNode(key)),
          },
        ]
      : [],
  );
  const access = [...hosts, ...machines].flatMap(({ name, accessUrl }) =>
    accessUrl === undefined
      ? []
      : [pageDoor(l10n.t("Access Control (IAM) of {0}", messageText(name)), l10n.t("Who has which role"), accessUrl)],
  );
  const users = people.flatMap(({ person, usersUrl }) =>
    usersUrl === undefined
      ? []
      : [
          pageDoor(
            l10n.t("Microsoft Entra User {0}", messageText(person)),
            l10n.t("Search for the person in the portal, then select Revoke sessions"),
            usersUrl,
          ),
        ],
  );
  return [
    ...links,
    {
      label: l10n.t("Tell Me If They Return…"),
      detail: l10n.t("Adds a watch rule"),
      open: async () => commands.executeCommand(CommandId.tellIfTheyReturn, entryId),
    },
    ...(access.length + users.length > 0
      ? [{ label: l10n.t("In the Azure portal"), kind: QuickPickItemKind.Separator }]
      : []),
    ...users,
    ...access,
    { label: "", kind: QuickPickItemKind.Separator },
    {
      label: l10n.t("Show Details"),
      detail: l10n.t("Also accounts on the VMs, whose passwords still work"),
      open: showDetails,
    },
  ];
}

/** A page of the portal, opened in the browser. */
function pageDoor(label: string, detail: string, url: string): Door {
  return { label, detail, open: async () => env.openExternal(Uri.parse(url, true)) };
}
