import { commands, Uri } from "vscode";
import { armKey } from "../../../core/model/armId.ts";
import { CommandId } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import type { Handler } from "../app.ts";

/** Reviews the shareable links of the hosts that a diagnosis or the details of a disconnect are about: of its editor's title. */
export const reviewLinksOfDocument: Handler = async (app, document) => {
  const hostId = document instanceof Uri ? app.reports.of(document)?.hostId : undefined;
  const keys = hostId === undefined ? await app.journalDocuments.linkHosts(document) : [armKey(hostId)];
  const rows = keys.map(hostNode);
  await (rows.length > 0 && commands.executeCommand(CommandId.reviewShareableLinks, rows[0], rows));
};
