import { l10n, window } from "vscode";
import type { HostedSession, HostState } from "../../../core/inventory/hostState.ts";
import type { Names } from "../../../core/inventory/names.ts";
import { isAllFound, sessionCountNow } from "../../../core/inventory/sessionTotals.ts";
import { asCertainAs, sumOf, UNKNOWN_COUNT, type Count } from "../../../core/model/count.ts";
import { attributionOf, whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import { momentOf, type Moment } from "../../../core/model/time/moment.ts";
import { byName } from "../../../core/model/order.ts";
import { isSameAddress, isSameMachine } from "../../../core/model/session/target.ts";
import { isLookAlike, isOwn, isSameUser } from "../../../core/model/session/userName.ts";
import { isPerson, personKey } from "../../../core/model/session/who.ts";
import type { LookAlike } from "../../../core/disconnect/confirmation.ts";
import { errorText } from "../../../words/errorText.ts";
import { groupKey, groupNode, type GroupNode } from "../../tree/treeNode.ts";
import type { App, Handler } from "../app.ts";
import { confirmAndDisconnect } from "./disconnect.ts";
import { reload, unreadNotes, type Loaded } from "../sessions/reload.ts";
import { canDisconnect, meantRows, sessionsOf, sessionsOfHosts, type RowReference } from "../commandRows.ts";
import { meantHost } from "../pickHost.ts";
import { messageText } from "../../../core/text/plainText.ts";
import { SEPARATOR, unknown } from "../../../words/format.ts";
import { choiceNotes } from "../../ui/choiceNotes.ts";
import { showErrorMessage, showInformationMessage } from "../../ui/messages.ts";
import { formatSessionCount, hostName, machine, user } from "../../../words/sessionText.ts";
import { leftOutNotes } from "../../../words/skippedNotes.ts";

/** Disconnects every session of one host: that of the row, else of the selected row, else one that the user picks. */
export const disconnectHost: Handler = async (app, row) => {
  const key = await meantHost(app, row, {
    title: l10n.t("Delete All Sessions of Host"),
    placeHolder: l10n.t("Select a bastion host to disconnect all users from"),
    remark: (state) => (state.list ? formatSessionCount(sessionCountNow(state, momentOf(app.clock))) : undefined),
  });
  const loaded = key === undefined ? undefined : await reload(app, [key]);
  const [host] = loaded?.hosts ?? [];
  if (!loaded || !host) {
    return;
  }
  if (host.problem) {
    const text = l10n.t(
      "Nothing was disconnected. The sessions of {0} couldn't be listed: {1}.",
      hostName(host, app.inventory.names),
      errorText(host.problem).what,
    );
    const showLog = l10n.t("Show Log");
    if ((await showErrorMessage(text, showLog)) === showLog) {
      app.log.show();
    }
    return;
  }
  const sessions = sessionsOfHosts([host]);
  const possible = sessions.filter(canDisconnect);
  if (possible.length === 0) {
    void showInformationMessage(
      l10n.t("{0} has no sessions that can be disconnected.", hostName(host, app.inventory.names)),
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
  readonly name: (session: HostedSession, names: Names) => string;
  /** Whether two sessions have it in common, with enough certainty to disconnect both. */
  readonly isSame: (a: HostedSession, b: HostedSession) => boolean;
  /** Why a session may have it in common with the first though it isn't certain. */
  readonly likeness: (a: HostedSession, b: HostedSession) => LookAlike["why"] | undefined;
  readonly title: () => string;
  readonly placeHolder: () => string;
}

const ofTarget: Trait = {
  by: "targetVm",
  name: ({ state }, names) => machine(state.session, names),
  isSame: (a, b) => isSameMachine(a.state.session, b.state.session),
  likeness: (a, b) => (isSameAddress(a.state.session, b.state.session) ? "address" : undefined),
  title: () => l10n.t("Delete All Sessions of Target VM"),
  placeHolder: () => l10n.t("Select a target VM to disconnect all users from"),
};

const ofUser: Trait = {
  by: "user",
  name: ({ state }) => user(state.session),
  isSame: (a, b) => isSameUser(a.state.session, b.state.session),
  likeness: (a, b) => (isLookAlike(a.state.session, b.state.session) ? "name" : undefined),
  title: () => l10n.t("Delete All Sessions of Account"),
  placeHolder: () => l10n.t("Select an account to disconnect from all hosts"),
};

const ofPerson: Trait = {
  by: "person",
  name: (session) => messageText(whoIs(session).person ?? unknown()),
  isSame: (a, b) => isPerson(attributionOf(b), whoIs(a).person ?? ""),
  likeness: (a, b) => likenessToPerson(whoIs(a).person ?? "", b),
  title: () => l10n.t("Delete All Sessions of Person"),
  placeHolder: () => l10n.t("Select a person to disconnect from all hosts"),
};

function likenessToPerson(person: string, session: HostedSession): LookAlike["why"] | undefined {
  const attribution = attributionOf(session);
  if (attribution?.confidence === "possible") {
    const isCandidate = attribution.candidates.some((one) => personKey(one.person) === personKey(person));
    return isCandidate ? "person" : undefined;
  }
  const isNamedAlike = isOwn(session.state.session.userName, person) !== "no";
  return whoIs(session).person === undefined && isNamedAlike ? "name" : undefined;
}

/** Disconnects every session to the target VMs of the rows, through whatever host; or to one that the user picks. */
export const disconnectTarget: Handler = (app, row, rows) => disconnectAlike(app, row, rows, ofTarget);

/** Disconnects every session of the users of the rows, on all hosts; or of one that the user picks. */
export const disconnectUser: Handler = (app, row, rows) => disconnectAlike(app, row, rows, ofUser);

/** The same for the people behind the rows, whatever accounts they use, as far as the audit log tells. */
export const disconnectPerson: Handler = (app, row, rows) => disconnectAlike(app, row, rows, ofPerson);

async function disconnectAlike(app: App, row: unknown, rows: unknown, trait: Trait): Promise<void> {
  const clicked = meantRows(row, rows);
  const nodes = clicked.length > 0 ? clicked : app.treeSelection.now;
  const named = [...samplesOfGroups(app, nodes, trait), ...sessionsOf(app.inventory, nodes)].filter(
    (session) => groupKey(trait.by, session) !== "",
  );
  if (clicked.length > 0 && named.length === 0) {
    void showInformationMessage(
      trait.by === "person"
        ? l10n.t("The audit log names no person for this session, or the session has ended.")
        : l10n.t("Azure didn't return this session's user or target VM, or the session has ended."),
    );
    return;
  }
  const loaded = await reload(app);
  if (!loaded) {
    return;
  }
  const all = sessionsOfHosts(trait.by === "person" ? await withPeople(app, loaded.hosts) : loaded.hosts);
  const meant = named.length > 0 ? named : await pick(app, all, loaded, trait);
  if (meant.length === 0) {
    return;
  }
  const sessions = all.filter((session) => meant.some((one) => trait.isSame(one, session)));
  const meantToo = new Set(sessions);
  const others = all.filter((session) => !meantToo.has(session) && canDisconnect(session));
  const lookAlikes = others.flatMap((session) => {
    const [why] = meant.flatMap((one) => trait.likeness(one, session) ?? []);
    return why ? [{ session, why }] : [];
  });
  await confirmThese(app, sessions, loaded, lookAlikes);
}

/** Reads the audit log again: sessions that have just been listed have no person yet. */
async function withPeople({ inventory }: App, hosts: readonly HostState[]): Promise<readonly HostState[]> {
  inventory.people.forget();
  await inventory.people.readDue();
  return hosts.flatMap(({ host }) => inventory.host(host.key) ?? []);
}

/** One session of each group row: the one that the group is called after. */
function samplesOfGroups(
  { viewOptions }: Pick<App, "viewOptions">,
  nodes: readonly RowReference[],
  { by }: Trait,
): readonly HostedSession[] {
  return nodes.flatMap((node) =>
    node.kind === "group" && node.by === by ? viewOptions.group(groupNode(by, node.key)).slice(0, 1) : [],
  );
}

/** Disconnects every session that the tree's filter lets pass, on all hosts. */
export const disconnectMatching: Handler = async (app) => {
  if (!app.viewOptions.filter) {
    void showInformationMessage(l10n.t("The tree has no filter. Use Filter Sessions… first."));
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

async function confirmThese(
  app: App,
  sessions: readonly HostedSession[],
  loaded: Loaded,
  lookAlikes: readonly LookAlike[] = [],
): Promise<void> {
  const possible = sessions.filter(canDisconnect);
  const notes = [...leftOutNotes(sessions.length - possible.length), ...notesOnAll(app, loaded)];
  if (possible.length > 0 || lookAlikes.length > 0) {
    await confirmAndDisconnect(app, { sessions: possible, notes, lookAlikes });
  } else {
    notifyNone(notes);
  }
}

/** What an answer about all hosts leaves out. */
function notesOnAll(app: App, loaded: Loaded): readonly string[] {
  return [...unreadNotes(app, loaded), ...choiceNotes(app.inventory)];
}

function notifyNone(notes: readonly string[]): void {
  void showInformationMessage([l10n.t("No sessions to disconnect."), ...notes].join(" "));
}

/** Lets the user choose one of those that sessions have in common; gives a session of it. */
async function pick(
  app: App,
  sessions: readonly HostedSession[],
  loaded: Loaded,
  trait: Trait,
): Promise<readonly HostedSession[]> {
  const now = momentOf(app.clock);
  const certainty = sumOf([
    ...loaded.hosts.map((host) => asCertainAs(sessionCountNow(host, now), 0)),
    ...(isAllFound(app.inventory) ? [] : [UNKNOWN_COUNT]),
  ]);
  const items = [...Map.groupBy(sessions, (session) => groupKey(trait.by, session))].flatMap(([key, alike]) => {
    const [session] = alike;
    return key === "" || !session
      ? []
      : [
          {
            label: trait.name(session, app.inventory.names),
            description: formatSessionCount(sumOf([certainty, foundCount(alike, now)])),
            key,
            session,
          },
        ];
  });
  if (items.length === 0) {
    notifyNone(notesOnAll(app, loaded));
    return [];
  }
  const sorted = items.toSorted((a, b) => byName(a.label, b.label, a.key, b.key));
  const placeHolder = [trait.placeHolder(), ...notesOnAll(app, loaded)].join(SEPARATOR);
  const chosen = await window.showQuickPick(sorted, { title: trait.title(), placeHolder });
  return chosen ? [chosen.session] : [];
}

/** How many these are, as certain as the lists of their hosts. */
function foundCount(sessions: readonly HostedSession[], now: Moment): Count {
  return sumOf(
    [...Map.groupBy(sessions, ({ host }) => host)].map(([host, found]) =>
      asCertainAs(sessionCountNow(host, now), found.length),
    ),
  );
}
