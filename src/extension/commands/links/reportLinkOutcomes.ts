import { commands, l10n } from "vscode";
import type { LinkRecord } from "../../../core/journal/journalRecord.ts";
import type { HostedLinks } from "../../../core/links/hostLinks.ts";
import type { HostLinkOutcome, LinkResult } from "../../../core/links/linkOutcome.ts";
import { armKey } from "../../../core/model/armId.ts";
import { CommandId } from "../../ids.ts";
import { hostNode } from "../../tree/treeNode.ts";
import { namesOf } from "../../../words/format.ts";
import { showErrorMessage, showInformationMessage, showWarningMessage } from "../../ui/messages.ts";
import { inBackground } from "../../ui/reportError.ts";
import { hostName } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { linkMachineNames } from "../../../words/linkNames.ts";
import { linkOutcomeText } from "./linkOutcomeTexts.ts";

/** VMs that a sentence names; the rest is counted. */
const NAMED = 2;

interface ReportedLinks {
  readonly links: HostedLinks;
  readonly result: LinkResult;
}

/**
 * Says in one short message what happened to the links; the details are a button away. Nothing is said of hosts whose links
 * had changed: that is asked again.
 * @returns the VMs that the user wants to try again
 */
export async function reportLinkOutcomes(
  app: Pick<App, "inventory" | "log" | "journalDocuments">,
  machines: readonly HostedLinks[],
  outcomes: readonly HostLinkOutcome[],
  record: Pick<LinkRecord, "id" | "failure">,
): Promise<readonly HostedLinks[]> {
  const reported = pairs(machines, outcomes);
  if (reported.length === 0) {
    return [];
  }
  const of = (...verdicts: readonly LinkResult["verdict"][]) =>
    reported.filter(({ result }) => verdicts.includes(result.verdict));
  const [failed, doubtful] = [of("failed"), of("unknown", "notSent")];
  const refused = failed.find(({ result }) => result.error?.kind === "notAllowed");
  const nameOf = nameIn(machines, app);
  const text = [
    linkOutcomeText(reported.map(({ links, result }) => ({ ...result, name: nameOf(links) }))),
    ...(record.failure === undefined ? [] : [l10n.t("This outcome isn't in the journal, which couldn't be written.")]),
  ].join(" ");
  const [retry, diagnose] = [l10n.t("Retry"), l10n.t("Diagnose…")];
  const [showDetails, showLog] = [l10n.t("Show Details"), l10n.t("Show Log")];
  const buttons = [
    ...(failed.length > 0 ? [retry] : []),
    ...(refused ? [diagnose] : []),
    showDetails,
    ...(failed.length + of("unknown").length > 0 ? [showLog] : []),
  ];
  const showDoubtful = doubtful.length > 0 ? showWarningMessage : showInformationMessage;
  const show = failed.length > 0 ? showErrorMessage : showDoubtful;
  const answer = await show(text, ...buttons);
  if (answer === showLog) {
    app.log.show();
  } else if (answer === showDetails) {
    await app.journalDocuments.showLinks(record.id);
  } else if (answer === diagnose && refused) {
    await commands.executeCommand(CommandId.diagnose, hostNode(refused.links.on.host.host.key));
  }
  return answer === retry ? failed.map(({ links }) => links) : [];
}

function pairs(machines: readonly HostedLinks[], outcomes: readonly HostLinkOutcome[]): readonly ReportedLinks[] {
  const id = (hostKey: string, vmId: string) => JSON.stringify([hostKey, armKey(vmId)]);
  const asked = new Map(machines.map((links) => [id(links.on.host.host.key, links.machine.vmId), links]));
  return outcomes.flatMap(({ host, results, changed }) =>
    results.flatMap((result) => {
      const links = changed ? undefined : asked.get(id(host.host.key, result.vmId));
      return links ? [{ links, result }] : [];
    }),
  );
}

/** What a message calls a VM and its host. */
function nameIn(
  machines: readonly HostedLinks[],
  { inventory: { names } }: Pick<App, "inventory">,
): (links: HostedLinks) => string {
  const nameOf = linkMachineNames(
    machines.map(({ machine }) => machine.vmId),
    names,
  );
  return ({ on, machine }) => l10n.t("{0} on {1}", nameOf(machine.vmId), hostName(on.host, names));
}

/** Says which links are still listed although Azure said that they're deleted. */
export function reportStillListed(app: App, { entry, id }: LinkRecord): void {
  const still = (entry?.machines ?? []).filter(({ verdict, listed }) => verdict === "deleted" && listed?.listed);
  if (still.length === 0) {
    return;
  }
  const nameOf = linkMachineNames(
    still.map(({ vmId }) => vmId),
    app.inventory.names,
  );
  const text = l10n.t(
    "Azure reported the links of {0} as deleted, but they're still listed.",
    namesOf(still, NAMED, ({ vmId }) => nameOf(vmId)),
  );
  const showDetails = l10n.t("Show Details");
  const answered = async () =>
    (await showWarningMessage(text, showDetails)) === showDetails && app.journalDocuments.showLinks(id);
  inBackground(app, "notifying of links that are still listed", answered());
}
