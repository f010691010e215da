import { l10n } from "vscode";
import type { ConfirmationTexts } from "../../../core/disconnect/confirmation.ts";
import type { Summary } from "../../../core/disconnect/summary.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatDuration, formatNumber, SEPARATOR } from "../../ui/format.ts";
import { duration, machine, protocol, sessionCount, sessionLine, user } from "../../ui/sessionText.ts";

/** The words of a confirmation. */
export const confirmationTexts: ConfirmationTexts = {
  titleOfOne: ({ state: { session } }) => l10n.t("Disconnect {0} from {1}?", user(session), machine(session)),
  titleOfMany: (count) => l10n.t("Disconnect {0} sessions?", formatNumber(count)),
  fields: (hosted, now) => {
    const { session } = hosted.state;
    return [
      l10n.t("User: {0}", user(session)),
      l10n.t("Target VM: {0}", machine(session)),
      l10n.t("Bastion host: {0}", messageText(hosted.host.host.name)),
      l10n.t("Protocol: {0}", protocol(session)),
      l10n.t("Duration: {0}", duration(hosted, now)),
    ];
  },
  line: sessionLine,
  summary: summaryText,
  onlyIsOwn: (own) => (own === "yes" ? l10n.t("This session is yours.") : l10n.t("This session might be yours.")),
  someAreOwn: (count, own) => {
    if (own === "yes") {
      return count === 1
        ? l10n.t("One of these sessions is yours.")
        : l10n.t("{0} of these sessions are yours.", formatNumber(count));
    }
    return count === 1
      ? l10n.t("One of these sessions might be yours.")
      : l10n.t("{0} of these sessions might be yours.", formatNumber(count));
  },
  consequence: (isSingle) =>
    isSingle
      ? l10n.t("The user will see Azure's “disconnected” notice and can reconnect.")
      : l10n.t("The users will see Azure's “disconnected” notice and can reconnect."),
  button: () => l10n.t("Disconnect"),
  typingPrompt: (expected) => l10n.t("Type {0} to disconnect these sessions", expected),
  reviewTitle: (count) =>
    count === 1
      ? l10n.t("Review 1 Session to Disconnect")
      : l10n.t("Review {0} Sessions to Disconnect", formatNumber(count)),
  reviewHint: () => l10n.t("Only selected sessions will be disconnected; you'll be asked to confirm"),
  ownRemark: (own) => (own === "yes" ? l10n.t("yours") : l10n.t("might be yours")),
};

/** How many sessions, of whom, where, and how long: on one line. */
function summaryText({ sessions, users, machines, hosts, longest }: Summary): string {
  return [
    sessionCount(sessions),
    users === 1 ? l10n.t("1 user") : l10n.t("{0} users", formatNumber(users)),
    machines === 1 ? l10n.t("1 target VM") : l10n.t("{0} target VMs", formatNumber(machines)),
    hosts === 1 ? l10n.t("1 bastion host") : l10n.t("{0} bastion hosts", formatNumber(hosts)),
    l10n.t("longest: {0}", formatDuration(longest)),
  ].join(SEPARATOR);
}
