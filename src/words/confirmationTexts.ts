import * as l10n from "@vscode/l10n";
import type { ConfirmationTexts } from "../core/disconnect/confirmation.ts";
import type { Summary } from "../core/disconnect/summary.ts";
import type { Names } from "../core/inventory/names.ts";
import { exactly, type Count } from "../core/model/count.ts";
import type { Identity } from "../core/model/identity.ts";
import { messageText } from "../core/text/plainText.ts";
import { formatCount, formatDuration, formatNumber, namesOf, SEPARATOR } from "./format.ts";
import {
  asOf,
  duration,
  formatSessionCount,
  hostCount,
  hostName,
  machine,
  machineCount,
  protocol,
  sessionLine,
  personLines,
  user,
} from "./sessionText.ts";
import { plural } from "./plural.ts";

/** Hosts that a sentence names; the rest is counted. */
const NAMED = 5;

/** The words of a confirmation. */
export const confirmationTexts = (names: Names): ConfirmationTexts => ({
  hostName: ({ host }) => names.host(host),
  actingAs: (identities) => actingAsText(identities, names),
  lookAlikeRemark: (why) =>
    ({
      name: l10n.t("similar user name"),
      address: l10n.t("same address, other route"),
      person: l10n.t("possibly this person"),
    })[why],
  lookAlikesLeftOut: (count) =>
    count === 1
      ? l10n.t("1 similar session isn't included.")
      : plural("{0} similar sessions aren't included.", count, formatNumber(count)),
  titleOfOne: ({ state: { session } }) => l10n.t("Disconnect {0} from {1}?", user(session), machine(session, names)),
  titleOfMany: (count) => plural("Disconnect {0} sessions?", count, formatNumber(count)),
  fields: (hosted, now) => {
    const { session } = hosted.state;
    return [
      l10n.t("User: {0}", user(session)),
      ...personLines(hosted),
      l10n.t("Target VM: {0}", machine(session, names)),
      l10n.t("Bastion host: {0}", hostName(hosted.host, names)),
      l10n.t("Protocol: {0}", protocol(session)),
      l10n.t("Duration: {0}", duration(hosted, now)),
      ...asOf(hosted.host, now).map((time) => l10n.t("Listed: {0}. The session might have ended.", time)),
    ];
  },
  line: (hosted, now) => sessionLine(hosted, now, names),
  outdated: (sessions, now) => {
    const hosts = [...new Set(sessions.map(({ host }) => host))].filter((host) => asOf(host, now).length > 0);
    const named = namesOf(hosts, NAMED, (host) => [hostName(host, names), ...asOf(host, now)].join(" "), "; ");
    return hosts.length > 0 ? [l10n.t("Sessions might have ended. Listed: {0}.", named)] : [];
  },
  summary: summaryText,
  onlyIsOwn: (own) => (own === "yes" ? l10n.t("This session is yours.") : l10n.t("This session might be yours.")),
  someAreOwn: (count, own) => {
    if (own === "yes") {
      return count === 1
        ? l10n.t("One of these sessions is yours.")
        : plural("{0} of these sessions are yours.", count, formatNumber(count));
    }
    return count === 1
      ? l10n.t("One of these sessions might be yours.")
      : plural("{0} of these sessions might be yours.", count, formatNumber(count));
  },
  consequence: (isSingle) =>
    isSingle
      ? l10n.t("The user will see Azure's “disconnected” notice and can reconnect.")
      : l10n.t("The users will see Azure's “disconnected” notice and can reconnect."),
  button: () => l10n.t("Disconnect"),
  typingPrompt: (expected, count) =>
    count === 1
      ? l10n.t("Type {0} to disconnect this session", expected)
      : l10n.t("Type {0} to disconnect these sessions", expected),
  reviewTitle: (count) =>
    count === 1
      ? l10n.t("Review 1 Session to Disconnect")
      : plural("Review {0} Sessions to Disconnect", count, formatNumber(count)),
  reviewHint: () => l10n.t("Only selected sessions will be disconnected; you'll be asked to confirm"),
  ownRemark: (own) => (own === "yes" ? l10n.t("yours") : l10n.t("might be yours")),
});

/** Who acts, in a confirmation. */
export function actingAsText(identities: readonly Identity[], names: Names): string {
  return l10n.t(
    "Acting as: {0}",
    identities.map(({ account, tenant }) => actorText(names.account(account), names.tenant(tenant))).join(", "),
  );
}

function actorText(account: string, tenant: string): string {
  return messageText(l10n.t("{0} in tenant {1}", account, tenant));
}

/** How many sessions, of whom, where, and how long: on one line. */
function summaryText({ sessions, users, machines, hosts, longest }: Summary): string {
  return [
    formatSessionCount(exactly(sessions)),
    usersText(users),
    machinesText(machines),
    hostCount(hosts),
    l10n.t("longest: {0}", formatDuration(longest)),
  ].join(SEPARATOR);
}

function usersText(users: Count): string {
  if (users.kind !== "exact") {
    return l10n.t("users: {0}", formatCount(users));
  }
  return users.value === 1 ? l10n.t("1 user") : plural("{0} users", users.value, formatNumber(users.value));
}

function machinesText(machines: Count): string {
  return machines.kind === "exact" ? machineCount(machines.value) : l10n.t("target VMs: {0}", formatCount(machines));
}
