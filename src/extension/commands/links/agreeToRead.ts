import { l10n, ThemeIcon, window } from "vscode";
import type { HostState } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { inertMessage } from "../../../core/text/plainText.ts";
import { namesOf } from "../../../words/format.ts";
import { hostName } from "../../../words/sessionText.ts";

/** Hosts that a sentence names; the rest is counted. */
const NAMED = 3;

/** Asks before links are read, each time: Azure logs it, and a security team may be alarmed. Nothing is asked of Azure before. */
export async function agreesToRead(hosts: readonly HostState[], names: Names): Promise<boolean> {
  const all = namesOf(hosts, NAMED, (host) => hostName(host, names));
  const off = hosts.filter(({ host }) => host.shareableLink === false);
  const read = {
    label: l10n.t("Read Links"),
    description: all,
    detail: inertMessage(
      off.length === 0
        ? l10n.t("Anyone with a link and an account on the VM can connect without signing in to Azure.")
        : l10n.t(
            "According to Azure, shareable links are off on {0}.",
            namesOf(off, NAMED, (host) => hostName(host, names)),
          ),
    ),
    iconPath: new ThemeIcon("link"),
  };
  const chosen = await window.showQuickPick([read], {
    title: l10n.t("Review Shareable Links"),
    placeHolder: l10n.t("The Activity Log records that you read links, and your security team may get an alarm"),
    ignoreFocusOut: true,
  });
  return chosen !== undefined;
}
