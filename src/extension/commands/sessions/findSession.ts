import { l10n, QuickPickItemKind, ThemeIcon, window, type QuickPick, type QuickPickItem } from "vscode";
import { ageMinutes, type HostedSession } from "../../../core/inventory/hostState.ts";
import { whoIs } from "../../../core/inventory/people/sessionPeople.ts";
import { shownProblems } from "../../../core/inventory/directoryState.ts";
import { momentOf } from "../../../core/model/time/moment.ts";
import { parseFilter, searchable, type Searchable } from "../../../core/model/session/sessionFilter.ts";
import type { App } from "../app.ts";
import { choiceNotes } from "../../ui/choiceNotes.ts";
import { unreadText } from "../../ui/unreadHosts.ts";
import { sessionsOfHosts } from "../commandRows.ts";
import { sessionItem } from "../../../words/sessionText.ts";
import { formatNumber } from "../../../words/format.ts";

/** Milliseconds between two looks at what has been loaded so far. */
const STEP_MS = 500;
/** Sessions that are listed at once: more are not read, and VS Code draws them slowly. */
const LISTED = 100;

interface Found extends QuickPickItem {
  readonly session?: HostedSession;
}

type Index = readonly (readonly [Searchable, HostedSession])[];

/** Finds a session by user, VM, address, host or subscription, and shows its row. The sessions of all hosts are loaded for it. */
export async function findSession(app: App): Promise<void> {
  await findMatching(app, "");
}

/** The same, with what is searched for typed already. */
export async function findMatching(app: App, text: string): Promise<void> {
  const { inventory } = app;
  const stop = new AbortController();
  const pick = window.createQuickPick<Found>();
  pick.title = l10n.t("Find Session");
  pick.value = text;
  pick.placeholder = l10n.t(
    "Search by user, VM, IP address, host, subscription, resource group, or whole ID, or use protocol:rdp or >4h",
  );
  let index: Index = [];
  let missing = "";
  /** Lists what matches now. What the user is at stays active. */
  const show = () => {
    const [active] = pick.activeItems;
    pick.items = found(app, index, pick.value, missing);
    const same = pick.items.find(
      ({ session }) => session && active?.session && keyOf(session) === keyOf(active.session),
    );
    if (same) {
      pick.activeItems = [same];
    }
  };
  /** What was loaded meanwhile comes in below what is listed, and nothing scrolls. */
  const reindex = () => {
    index = inOrderOf(index, indexOf(app));
    pick.keepScrollPosition = true;
    show();
  };
  /** Another search begins at its first match. */
  const search = () => {
    pick.keepScrollPosition = false;
    show();
  };
  const load = async () => {
    pick.busy = true;
    await app.load();
    const keys = [...inventory.hosts].map(({ host }) => host.key);
    let shownAt = app.clock.monotonic();
    const unread = await inventory.loading.ensureListed(keys, stop.signal, (done, total) => {
      pick.title = l10n.t("Find Session – {0} of {1} hosts loaded", formatNumber(done), formatNumber(total));
      if (app.clock.monotonic() - shownAt > STEP_MS) {
        shownAt = app.clock.monotonic();
        reindex();
      }
    });
    missing = [
      unreadText(unread, inventory.names),
      ...(shownProblems(inventory).length > 0 ? [l10n.t("Not everything was searched. See Search Details.")] : []),
      ...choiceNotes(inventory),
    ]
      .filter(Boolean)
      .join(" ");
  };
  const loaded = () => {
    pick.busy = false;
    pick.title = l10n.t("Find Session");
    reindex();
  };
  pick.onDidChangeValue(search);
  reindex();
  pick.show();
  const chosen = accepted(pick);
  const loading = load().finally(() => stop.signal.aborted || loaded());
  try {
    const session = await Promise.race([chosen, loading.then(() => chosen)]);
    await (session && app.reveal(session.host.host.key, session.state.key));
  } finally {
    stop.abort();
    pick.dispose();
  }
}

function accepted(pick: QuickPick<Found>): Promise<HostedSession | undefined> {
  return new Promise((resolve) => {
    pick.onDidAccept(() => resolve(pick.selectedItems[0]?.session));
    pick.onDidHide(() => resolve(undefined));
  });
}

/** The same on every list of a session. */
function keyOf({ host, state }: HostedSession): string {
  return `${host.host.key} ${state.key}`;
}

/** The sessions of now, those that were there before first and in their order. */
function inOrderOf(before: Index, now: Index): Index {
  const places = new Map(before.map(([, session], place) => [keyOf(session), place]));
  const placeOf = ([, session]: Index[number]) => places.get(keyOf(session)) ?? before.length;
  return now.toSorted((a, b) => placeOf(a) - placeOf(b));
}

function indexOf({ inventory, clock }: App): Index {
  const { names } = inventory;
  const now = momentOf(clock);
  return sessionsOfHosts(inventory.hosts).map((hosted) => {
    const { host, state } = hosted;
    return [
      searchable(
        state.session,
        whoIs(hosted),
        names.host(host.host),
        names.subscription(host.host.subscriptionId),
        host.list && ageMinutes(state.session, host.list, now),
        host.host,
      ),
      hosted,
    ] as const;
  });
}

function found(app: App, index: Index, value: string, missing: string): Found[] {
  const filter = parseFilter(value);
  const matching = filter ? index.filter(([text]) => filter.matches(text)) : index;
  const now = momentOf(app.clock);
  const items = matching.slice(0, LISTED).map(([, session]): Found => ({
    ...sessionItem(session, now, app.inventory.names),
    // What matches is decided here: VS Code's own filter would draw thousands of rows to hide them.
    alwaysShow: true,
    session,
  }));
  const rest = matching.length - items.length;
  const more = rest === 1 ? l10n.t("and 1 more") : l10n.t("and {0} more", formatNumber(rest));
  return [
    ...items,
    ...(rest > 0 ? [{ label: more, kind: QuickPickItemKind.Separator }] : []),
    ...(missing === "" ? [] : [{ label: missing, iconPath: new ThemeIcon("warning"), alwaysShow: true }]),
  ];
}
