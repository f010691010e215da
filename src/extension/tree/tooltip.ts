import { l10n, MarkdownString } from "vscode";
import type { AzureError } from "../../core/azure/http/azureError.ts";
import type { SubscriptionState } from "../../core/inventory/directoryState.ts";
import { ageMinutes, type HostState, type SessionState } from "../../core/inventory/hostState.ts";
import { isSuspect } from "../../core/inventory/hostLeftovers.ts";
import { isStillTrue, listAge } from "../../core/inventory/freshness.ts";
import type { Names } from "../../core/inventory/names.ts";
import type { ApproximateCount } from "../../core/inventory/metrics/approximateCount.ts";
import { attributionsOf } from "../../core/inventory/people/sessionPeople.ts";
import { shownApproximation } from "../../core/inventory/sessionTotals.ts";
import type { Count } from "../../core/model/count.ts";
import type { Identity } from "../../core/model/identity.ts";
import type { Moment } from "../../core/model/time/moment.ts";
import { azureText, DETAIL_FIELDS, isLoggedField, type DetailField } from "../../core/model/session/sessionFields.ts";
import { plainText } from "../../core/text/plainText.ts";
import { sessionTitles } from "../../words/columnTitles.ts";
import { formatAzureTime, formatCount, formatDuration, formatTime, SEPARATOR, unknown } from "../../words/format.ts";
import { errorText } from "../../words/errorText.ts";
import { loggedTexts } from "../ui/personText.ts";
import { formatSessionCount, linkSupportText } from "../../words/sessionText.ts";

type Line = readonly [name: string, value: string | undefined];

/** Names and values, one a line. Every value is text: escaped, on one line, and the whole is not trusted. */
function lines(entries: readonly Line[]): MarkdownString {
  const text = new MarkdownString();
  for (const [name, value] of entries) {
    text.appendMarkdown("**").appendText(name).appendMarkdown(":** ");
    appendPlain(text, value === undefined || value === "" ? unknown() : plainText(value, 500)).appendMarkdown("  \n");
  }
  return text;
}

/** Text of which nothing becomes a link: Markdown also makes them of bare addresses, such as a user's, which `appendText` lets pass. */
function appendPlain(text: MarkdownString, value: string): MarkdownString {
  return text.appendMarkdown(new MarkdownString().appendText(value).value.replace(/[@:.]/g, "\\$&"));
}

function identityText({ account, tenant }: Identity, names: Names): string {
  return names.account(account) + SEPARATOR + names.tenant(tenant);
}

/** @param sessions how many there are on its hosts, as far as that is known */
export function subscriptionTooltip(
  { subscriptionId, subscription, identities }: SubscriptionState,
  names: Names,
  sessions: Count,
): MarkdownString {
  return lines([
    [l10n.t("Subscription"), subscription?.displayName],
    [l10n.t("Subscription ID"), subscriptionId],
    [l10n.t("Tenant"), subscription?.tenantId],
    [l10n.t("State"), subscription?.state],
    [l10n.t("Sessions"), formatCount(sessions)],
    [l10n.t("Visible to"), identities?.map((identity) => identityText(identity, names)).join(", ")],
  ]);
}

export function hostTooltip(state: HostState, names: Names, now: Moment): MarkdownString {
  const { host, identities, actor } = state;
  const acting = actor ?? identities[0];
  const approximate = shownApproximation(state, now);
  const details = lines([
    [l10n.t("Bastion host"), names.host(host)],
    [l10n.t("Subscription"), names.subscription(host.subscriptionId)],
    [l10n.t("SKU"), host.sku],
    ...(host.scaleUnits === undefined ? [] : [[l10n.t("Scale units"), String(host.scaleUnits)] as const]),
    [l10n.t("Provisioning state"), host.provisioningState],
    [l10n.t("Shareable links"), linkSupportText(host)],
    [l10n.t("Location"), host.location],
    [l10n.t("Resource group"), host.resourceGroup],
    [l10n.t("Resource ID"), host.id],
    [l10n.t("Acting as"), acting && identityText(acting, names)],
    ...listedAt(state, now),
  ]);
  return approximate
    ? appendPlain(new MarkdownString(), approximationHint(approximate, now.wall)).appendMarkdown(`\n\n${details.value}`)
    : details;
}

function approximationHint({ count, at }: ApproximateCount, now: Date): string {
  const sessions = formatSessionCount(count);
  const [first = "", ...rest] = sessions;
  return l10n.t(
    "{0} at {1}, from Azure Monitor. Open the host for the list.",
    first.toLocaleUpperCase() + rest.join(""),
    formatTime(at, now),
  );
}

/** When the list came; how long ago, if it is no longer true. */
function listedAt(state: HostState, now: Moment): readonly Line[] {
  const { list } = state;
  if (!list) {
    return [];
  }
  const time = formatTime(list.receivedAtWall, now.wall);
  const isOld = !isStillTrue(state, now);
  return [
    [l10n.t("Listed at"), isOld ? l10n.t("{0} ({1} ago)", time, formatDuration(listAge(list, now) / 60_000)) : time],
  ];
}

export function sessionTooltip(state: SessionState, host: HostState, names: Names, now: Moment): MarkdownString {
  return lines(sessionDetails(state, host, names, now));
}

/** Every field that Azure gives, by the name that the user sees. */
export function sessionDetails(
  { key, session }: SessionState,
  host: HostState,
  names: Names,
  now: Moment,
): readonly Line[] {
  const age = host.list && ageMinutes(session, host.list, now);
  const attribution = attributionsOf(host).get(key);
  const isLeftover = isSuspect(host, key);
  const made: Partial<Record<DetailField, string | undefined>> = {
    started: startText(session.startTime, age),
    duration: formatDuration(age),
    host: names.host(host.host),
    ...loggedTexts(attribution),
  };
  const titles = detailTitles();
  const shown = DETAIL_FIELDS.filter((id) => attribution !== undefined || !isLoggedField(id));
  return [
    ...(isLeftover ? [[l10n.t("Suspected leftover"), leftoverText()] as const] : []),
    ...shown.map((id) => [titles[id], made[id] ?? azureText(id, session)] as const),
    ...(host.host.shareableLink === true ? [[l10n.t("Shareable links"), linkSupportText(host.host)] as const] : []),
    ...listedAt(host, now),
  ];
}

function detailTitles(): Readonly<Record<DetailField, string>> {
  return {
    ...sessionTitles(),
    client: l10n.t("Client"),
    ip: l10n.t("Target IP address"),
    resourceGroup: l10n.t("Target resource group"),
    targetSubscription: l10n.t("Target subscription"),
    resourceId: l10n.t("Target resource ID"),
    resourceType: l10n.t("Resource type"),
    sessionId: l10n.t("Session ID"),
  };
}

function leftoverText(): string {
  return l10n.t(
    "Another session from this user to this target VM started within seconds of this one. Tunnels leave such sessions behind, but live connections, such as Remote-SSH or scp, can look the same.",
  );
}

function startText(startTime: string | undefined, age: number | undefined): string | undefined {
  const start = startTime === undefined ? undefined : formatAzureTime(startTime);
  return start !== undefined && age !== undefined ? l10n.t("{0} ({1} ago)", start, formatDuration(age)) : start;
}

/** @param guess where to look first */
export function problemTooltip(error: AzureError, names: Names, identity?: Identity, guess = ""): MarkdownString {
  const { what, why } = errorText(error);
  const { status, code, requestId } = error.facts;
  const text = appendPlain(
    appendPlain(new MarkdownString(), what).appendMarkdown("\n\n"),
    plainText(why, 6000),
  ).appendMarkdown("\n\n");
  appendPlain(text, guess).appendMarkdown("\n\n");
  const known: readonly (Line | undefined)[] = [
    status === undefined ? undefined : [l10n.t("HTTP status"), String(status)],
    code === undefined ? undefined : [l10n.t("Error code"), code],
    requestId === undefined ? undefined : [l10n.t("Request ID"), requestId],
    identity && [l10n.t("Acting as"), identityText(identity, names)],
  ];
  return text.appendMarkdown(lines(known.filter((line) => line !== undefined)).value);
}
