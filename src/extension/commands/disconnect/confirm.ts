import { l10n, window } from "vscode";
import type { HostedSession, HostState } from "../../../core/inventory/hostState.ts";
import { ownOf, summarize, type Summary } from "../../../core/disconnect/summary.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { formatDuration, SEPARATOR } from "../../ui/format.ts";
import { typeAbove } from "../../ui/settings.ts";
import type { App } from "../app.ts";
import { reviewSessions } from "./reviewSessions.ts";
import { duration, machine, protocol, sessionLine, user } from "../../ui/sessionText.ts";

/** Sessions that a modal lists; more are reviewed in a quick pick, which scrolls. */
const LISTED = 10;

/** What is to be disconnected, if the user confirms it. */
export interface DisconnectRequest {
  readonly sessions: readonly HostedSession[];
  /** The host of which these are all sessions, where that is what was asked for. */
  readonly wholeHost?: HostState;
  /** What else there is to say, such as which hosts could not be read. */
  readonly notes?: readonly string[];
  /** Which of the sessions are checked in the review, which there is then in any case; all unless told otherwise. */
  readonly checked?: (session: HostedSession) => boolean;
  /** Which extension asks for it; the user unless told otherwise. */
  readonly by?: string;
}

/** Names of the accounts that are in use. */
function ownLabels({ inventory }: Pick<App, "inventory">): readonly string[] {
  return [...inventory.accounts.values()].flatMap(({ account, signInNeeded }) => (signInNeeded ? [] : [account.label]));
}

/**
 * Shows whom a disconnect hits and asks whether to go on: by a button, or above a number of sessions by typing.
 * @param meanwhile asked before the last question, which then has its notes too
 * @returns exactly what was confirmed; `undefined` where the user thought better of it
 */
export async function confirmDisconnect<T extends { readonly notes: readonly string[] }>(
  app: Pick<App, "inventory" | "clock">,
  request: DisconnectRequest,
  meanwhile: (sessions: readonly HostedSession[]) => Promise<T | undefined>,
): Promise<{ readonly sessions: readonly HostedSession[]; readonly answer: T } | undefined> {
  const labels = ownLabels(app);
  const now = app.clock.monotonic();
  const isReviewed = request.sessions.length > Math.min(LISTED, typeAbove()) || request.checked !== undefined;
  const sessions = isReviewed
    ? await reviewSessions(request, (session) => ownText(ownOf(session, labels)), now)
    : request.sessions;
  const answer = sessions.length > 0 ? await meanwhile(sessions) : undefined;
  if (answer === undefined) {
    return undefined;
  }
  const summary = summarize(sessions, labels, now);
  const notes = [...(request.notes ?? []), ...answer.notes];
  const isConfirmed =
    sessions.length > typeAbove()
      ? await type({ ...request, notes }, sessions, summary)
      : await ask(notes, sessions, summary, now);
  return isConfirmed ? { sessions, answer } : undefined;
}

async function ask(
  notes: readonly string[],
  sessions: readonly HostedSession[],
  summary: Summary,
  now: number,
): Promise<boolean> {
  const [first, ...others] = sessions;
  if (!first) {
    return false;
  }
  const disconnect = l10n.t("Disconnect");
  const isSingle = others.length === 0;
  const question = isSingle
    ? l10n.t("Disconnect {0} from {1}?", user(first), machine(first))
    : l10n.t("Disconnect {0} sessions?", sessions.length);
  const listed = sessions.length <= LISTED ? sessions.map((session) => sessionLine(session, now)) : [];
  const consequence = isSingle
    ? l10n.t("The user sees Azure's “disconnected” notice and can connect again.")
    : l10n.t("The users see Azure's “disconnected” notice and can connect again.");
  const parts = [
    ...(isSingle ? [fields(first, now)] : [listed, [summaryText(summary)]]),
    ownSummary(summary),
    notes,
    [consequence],
  ];
  const detail = parts
    .filter((part) => part.length > 0)
    .map((part) => part.join("\n"))
    .join("\n\n");
  return (await window.showWarningMessage(question, { modal: true, detail }, disconnect)) === disconnect;
}

/** Has the number of sessions typed, or the name of the host where all of it is meant. */
async function type(
  { sessions: all, wholeHost, notes = [] }: DisconnectRequest,
  sessions: readonly HostedSession[],
  summary: Summary,
): Promise<boolean> {
  const isWhole = wholeHost !== undefined && sessions.length === all.length;
  // As it stands there, so that it can be typed: a name with characters that are not shown is not asked for.
  const name = isWhole ? messageText(wholeHost.host.name) : "";
  const expected = isWhole && name === wholeHost.host.name ? name : String(sessions.length);
  const matches = (text: string) => text.trim().toLowerCase() === expected.toLowerCase();
  const typed = await window.showInputBox({
    title: l10n.t("Disconnect {0} sessions?", sessions.length),
    prompt: [
      summaryText(summary),
      ...ownSummary(summary),
      ...notes,
      l10n.t("The users see Azure's “disconnected” notice and can connect again."),
    ].join(" "),
    placeHolder: l10n.t("Type {0} to disconnect them", expected),
    ignoreFocusOut: true,
    validateInput: (text) => (matches(text) ? undefined : l10n.t("Type {0} to disconnect them", expected)),
  });
  return typed !== undefined && matches(typed);
}

function fields(session: HostedSession, now: number): string[] {
  return [
    l10n.t("User: {0}", user(session)),
    l10n.t("Target VM: {0}", machine(session)),
    l10n.t("Bastion host: {0}", messageText(session.host.host.name)),
    l10n.t("Protocol: {0}", protocol(session)),
    l10n.t("Duration: {0}", duration(session, now)),
  ];
}

/** How many sessions, of whom, where, and how long: on one line. */
export function summaryText({ sessions, users, machines, hosts, longest }: Summary): string {
  return [
    sessions === 1 ? l10n.t("1 session") : l10n.t("{0} sessions", sessions),
    users === 1 ? l10n.t("1 user") : l10n.t("{0} users", users),
    machines === 1 ? l10n.t("1 target VM") : l10n.t("{0} target VMs", machines),
    hosts === 1 ? l10n.t("1 bastion host") : l10n.t("{0} bastion hosts", hosts),
    l10n.t("the longest: {0}", formatDuration(longest)),
  ].join(SEPARATOR);
}

/** Whether the user's own sessions are among them. */
function ownSummary({ sessions, own, maybeOwn }: Summary): string[] {
  if (sessions === 1) {
    return own > 0 ? [l10n.t("This session is yours.")] : maybeOwn > 0 ? [l10n.t("This session may be yours.")] : [];
  }
  return [
    ...(own === 0 ? [] : [own === 1 ? l10n.t("One of them is yours.") : l10n.t("{0} of them are yours.", own)]),
    ...(maybeOwn === 0
      ? []
      : [maybeOwn === 1 ? l10n.t("One of them may be yours.") : l10n.t("{0} of them may be yours.", maybeOwn)]),
  ];
}

function ownText(own: ReturnType<typeof ownOf>): string | undefined {
  return { yes: l10n.t("yours"), maybe: l10n.t("may be yours"), no: undefined }[own];
}
