import { l10n, window } from "vscode";
import type { HostedSession } from "../../../core/inventory/hostState.ts";
import { messageText } from "../../../core/text/plainText.ts";
import type { BastionSession } from "../../../core/model/session.ts";
import { byName } from "../../../core/model/order.ts";
import { errorText } from "../../ui/errorText.ts";
import { groupKey, type GroupNode, type TreeNode } from "../../tree/treeNode.ts";
import type { App, Handler } from "../app.ts";
import { leftOutNotes } from "./deleteSession.ts";
import { confirmAndDisconnect } from "./disconnect.ts";
import { reload, unreadNotes, type Loaded } from "../sessions/reload.ts";
import { canDisconnect, meantRows, sessionsOf, sessionsOfHosts } from "../commandRows.ts";
import { meantHost } from "../pickHost.ts";
import { formatSessionCount, machine, user } from "../../ui/sessionText.ts";

/** Disconnects every session of one host: that of the row, else of the selected row, else one that the user picks. */
export const disconnectHost: Handler = async (app, row) => {
  const key = await meantHost(app, row, {
    title: l10n.t("Delete All Sessions of Host"),
    placeHolder: l10n.t("Select a bastion host to disconnect all users from"),
    remark: ({ list }) => list && formatSessionCount(list.sessions.length),
  });
  const loaded = key === undefined ? undefined : await reload(app, [key]);
  const [host] = loaded?.hosts ?? [];
  if (!loaded || !host) {
    return;
  }
  if (host.problem) {
    const text = l10n.t(
      "Nothing was disconnected. The sessions of {0} couldn't be listed: {1}.",
      messageText(host.host.name),
      errorText(host.problem).what,
    );
    const showLog = l10n.t("Show Log");
    if ((await window.showErrorMessage(text, showLog)) === showLog) {
      app.log.show();
    }
    return;
  }
  const sessions = sessionsOfHosts([host]);
  const possible = sessions.filter(canDisconnect);
  if (possible.length === 0) {
    void window.showInformationMessage(
      l10n.t("{0} has no sessions that can be disconnected.", messageText(host.host.name)),
    );
    return;
  }
  await confirmAndDisconnect(app, {
    sessions: possible,
    wholeHost: host,
    notes: [...leftOutNotes(sessions.length - possible.length), ...unreadNotes(app, loaded)],
  });
};

/** What sessions have in common that are meant together. */
interface Trait {
  readonly by: GroupNode["by"];
  readonly name: (session: BastionSession) => string;
  readonly title: () => string;
  readonly placeHolder: () => string;
}

const ofTarget: Trait = {
  by: "targetVm",
  name: machine,
  title: () => l10n.t("Delete All Sessions of Target VM"),
  placeHolder: () => l10n.t("Select a target VM to disconnect all users from"),
};

const ofUser: Trait = {
  by: "user",
  name: user,
  title: () => l10n.t("Delete All Sessions of User"),
  placeHolder: () => l10n.t("Select a user to disconnect from all hosts"),
};

/** Disconnects every session to the target VMs of the rows, through whatever host; or to one that the user picks. */
export const disconnectTarget: Handler = (app, row, rows) => disconnectAlike(app, row, rows, ofTarget);

/** Disconnects every session of the users of the rows, on all hosts; or of one that the user picks. */
export const disconnectUser: Handler = (app, row, rows) => disconnectAlike(app, row, rows, ofUser);

async function disconnectAlike(app: App, row: unknown, rows: unknown, trait: Trait): Promise<void> {
  const clicked = meantRows(row, rows);
  const meant = clicked.length > 0 ? clicked : app.treeSelection.now;
  // Nothing in common is what sessions have of which Azure does not say it.
  const named = new Set(
    [...keysOfGroups(meant, trait), ...sessionsOf(app.inventory, meant).map((session) => keyOf(session, trait))].filter(
      (key) => key !== "",
    ),
  );
  if (clicked.length > 0 && named.size === 0) {
    void window.showInformationMessage(
      l10n.t("Azure didn't return this session's user or target VM, or the session has ended."),
    );
    return;
  }
  const loaded = await reload(app);
  const all = sessionsOfHosts(loaded?.hosts ?? []);
  const keys = named.size > 0 ? named : await pick(all, trait);
  if (loaded && keys.size > 0) {
    await confirmThese(
      app,
      all.filter((session) => keys.has(keyOf(session, trait))),
      loaded,
    );
  }
}

function keyOf({ state }: HostedSession, { by }: Trait): string {
  return groupKey(by, state.session);
}

function keysOfGroups(nodes: readonly TreeNode[], { by }: Trait): readonly string[] {
  return nodes.flatMap((node) => (node.kind === "group" && node.by === by ? [node.key] : []));
}

/** Disconnects every session that the tree's filter lets pass, on all hosts. */
export const disconnectMatching: Handler = async (app) => {
  if (!app.viewOptions.filter) {
    void window.showInformationMessage(l10n.t("The tree has no filter. Use Filter Sessions… first."));
    return;
  }
  const loaded = await reload(app);
  if (loaded) {
    await confirmThese(
      app,
      loaded.hosts.flatMap((host) => app.viewOptions.sessions(host).map((state) => ({ host, state }))),
      loaded,
    );
  }
};

async function confirmThese(app: App, sessions: readonly HostedSession[], loaded: Loaded): Promise<void> {
  const possible = sessions.filter(canDisconnect);
  const notes = [...leftOutNotes(sessions.length - possible.length), ...unreadNotes(app, loaded)];
  if (possible.length > 0) {
    await confirmAndDisconnect(app, { sessions: possible, notes });
  } else {
    void window.showInformationMessage([l10n.t("No sessions to disconnect."), ...notes].join(" "));
  }
}

/** Lets the user choose one of those that sessions have in common. */
async function pick(sessions: readonly HostedSession[], trait: Trait): Promise<ReadonlySet<string>> {
  const items = [...Map.groupBy(sessions, (session) => keyOf(session, trait))].flatMap(([key, alike]) => {
    const [first] = alike;
    return key === "" || !first
      ? []
      : [{ label: trait.name(first.state.session), description: formatSessionCount(alike.length), key }];
  });
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t("No sessions to disconnect."));
    return new Set();
  }
  const sorted = items.toSorted((a, b) => byName(a.label, b.label, a.key, b.key));
  const chosen = await window.showQuickPick(sorted, { title: trait.title(), placeHolder: trait.placeHolder() });
  return new Set(chosen ? [chosen.key] : []);
}
