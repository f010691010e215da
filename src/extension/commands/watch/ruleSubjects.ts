import { l10n } from "vscode";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { RuleSubject } from "../../../core/watch/newRule.ts";
import type { TriggerKind } from "../../../core/watch/watchRule.ts";
import { groupNode } from "../../tree/treeNode.ts";
import { machine } from "../../../words/sessionText.ts";
import type { App } from "../app.ts";
import { sessionsOf, type RowReference } from "../commandRows.ts";

type Known = Pick<App, "inventory" | "viewOptions">;
/** A subject that a row is about. */
export type RowSubject = Exclude<RuleSubject, { readonly kind: "everything" | "filter" }>;

/** What a row is about, the most particular first: for a session itself, the person, the account and the host. */
export function subjectsOfRow(app: Known, node: RowReference): readonly RowSubject[] {
  switch (node.kind) {
    case "host":
      return hostSubject(app, node.hostKey);
    case "session":
      return sessionsOf(app.inventory, [node]).flatMap((hosted) => [
        ...subjectsOfSession(app, hosted),
        ...hostSubject(app, node.hostKey),
      ]);
    case "group": {
      const [hosted] = app.viewOptions.group(groupNode(node.by, node.key));
      return hosted ? subjectsOfSession(app, hosted).filter(({ kind }) => kind === node.by) : [];
    }
    default:
      return [];
  }
}

function subjectsOfSession({ inventory }: Known, hosted: HostedSession): readonly RowSubject[] {
  const { session } = hosted.state;
  const { sessionId, userName } = session;
  const { person } = whoIs(hosted);
  return [
    ...(sessionId === undefined
      ? []
      : [{ kind: "session", sessionId, machine: machine(session, inventory.names) } as const]),
    ...(person === undefined ? [] : [{ kind: "person", person } as const]),
    ...(userName === undefined ? [] : [{ kind: "user", userName } as const]),
  ];
}

function hostSubject({ inventory }: Known, hostKey: Parameters<App["inventory"]["host"]>[0]): readonly RowSubject[] {
  const host = inventory.host(hostKey)?.host;
  return host ? [{ kind: "host", id: host.id, name: host.name }] : [];
}

/** What a subject is called. */
export function subjectName(subject: RuleSubject): string {
  switch (subject.kind) {
    case "everything":
      return l10n.t("Everything");
    case "filter":
      return messageText(subject.text);
    case "session":
      return subject.machine === undefined ? l10n.t("Session") : l10n.t("Session on {0}", subject.machine);
    case "user":
      return messageText(subject.userName);
    case "person":
      return messageText(subject.person);
    case "host":
      return messageText(subject.name);
  }
}

/** What a subject is, beside its name. */
export function subjectKind({ kind }: RowSubject): string {
  switch (kind) {
    case "session":
      return l10n.t("this session only, until it ends");
    case "user":
      return l10n.t("account on the target VMs");
    case "person":
      return l10n.t("person, whatever account they use");
    case "host":
      return l10n.t("bastion host");
  }
}

/** What a rule stores in the settings, and what else than its subject it matches. */
export function storedText(subject: RuleSubject, kind: TriggerKind): string {
  switch (subject.kind) {
    case "everything":
      return kind === "clientNotIn"
        ? l10n.t("This rule stores these addresses in your settings.")
        : l10n.t("This rule is stored in your settings.");
    case "session":
      return l10n.t("This rule stores the session's ID in your settings.");
    case "person":
    case "user":
      return l10n.t(
        "This rule stores {0} in your settings. Longer names that contain it match too.",
        subjectName(subject),
      );
    case "filter":
    case "host":
      return l10n.t("This rule stores {0} in your settings.", subjectName(subject));
  }
}
