/** 5. While nobody does anything: what watching asks of Azure, and what a refresh tells of itself. */
import type { BenchSetup } from "./benchSetup.ts";
import type { Row, Table } from "./table.ts";
import type { MakeTree, TreeEvents } from "./vscode/makeTree.ts";
import { REFRESH_MS, REFRESHES_OF_A_SEARCH, Watching } from "./watching.ts";
import type { InventoryEvents } from "./watching.ts";
import type { Fleet } from "./worlds.ts";

const fleet = { tenants: 4, subscriptions: 5, hosts: 100, sessions: 10 } as const satisfies Fleet;
const OPEN = 10;
const MINUTES = 60;

/** @param makeTree left out where there is no VS Code to make a tree in */
export async function steadyState(setup: BenchSetup, makeTree: MakeTree | undefined): Promise<Table[]> {
  setup.progress("5. steady state");
  return [await requestsTable(setup), await eventsTable(setup, makeTree)];
}

async function requestsTable({ cloud }: BenchSetup): Promise<Table> {
  const hour = async (name: string, open: number | "all", isHidden: boolean): Promise<Row> => {
    using window = new Watching(cloud, fleet);
    await window.begin(open);
    if (isHidden) {
      window.hide();
    }
    const { requests } = await window.listen(() => window.pass(MINUTES * 60_000));
    return { name, values: [requests / MINUTES] };
  };
  return {
    id: "5-requests",
    title: `5. Watching ${fleet.hosts} hosts in ${fleet.tenants} tenants for an hour, refreshed every 60 s`,
    columns: [{ name: "requests a minute", digits: 1 }],
    rows: [
      await hour(`visible, ${OPEN} hosts open`, OPEN, false),
      await hour("visible, the sessions of all hosts loaded", "all", false),
      await hour("hidden", "all", true),
    ],
    notes: ["One request for each list of sessions, and every ten minutes a search for hosts, nine requests here."],
  };
}

async function eventsTable({ cloud }: BenchSetup, makeTree: MakeTree | undefined): Promise<Table> {
  using window = new Watching(cloud, fleet);
  // Made before there is anything to show, as in VS Code: so it knows what it has told.
  using tree = makeTree?.(window.inventory);
  await window.begin("all");
  tree?.open(1);
  const { azure } = window;
  const refresh = async (name: string): Promise<Row> => {
    const told: InventoryEvents[] = [];
    const work = async (): Promise<void> => void told.push(await window.listen(() => window.pass(REFRESH_MS)));
    const shown = await (tree ? tree.listen(work) : work());
    return {
      name,
      values: [
        ...told.flatMap(({ requests, events, hosts }) => [requests, events, hosts.size]),
        ...shownValues(shown ?? undefined),
      ],
    };
  };
  const rows = [await refresh("nothing changed")];
  // A tenth of the sessions on a tenth of the hosts.
  azure.world.hosts.filter((_, index) => index % 10 === 0).forEach(({ key }) => azure.change(key, 0.1));
  rows.push(await refresh("1 % changed: one session on each of 10 hosts"));
  await window.pass((REFRESHES_OF_A_SEARCH - 3) * REFRESH_MS);
  const sessions = (fleet.hosts * fleet.sessions).toLocaleString("en");
  rows.push(await refresh("hosts are searched too, nothing changed"));
  return {
    id: "5-events",
    title: `5. A refresh of ${fleet.hosts} hosts with ${sessions} sessions, of which one is open in the tree`,
    columns: [
      { name: "requests" },
      { name: "the inventory's events" },
      { name: "hosts that they name" },
      { name: "the tree's events" },
      { name: "of the whole tree" },
      { name: "rows that the others name" },
    ],
    rows,
  };
}

function shownValues(shown: TreeEvents | undefined): (number | null)[] {
  return shown ? [shown.events, shown.everything, shown.rows] : [];
}
