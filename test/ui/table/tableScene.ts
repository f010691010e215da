import type { World } from "../../simulated-azure/world/world.ts";
import { SessionsTable } from "../fixtures/sessionsTable.ts";
import { scene, sceneWindow, type Scene, type SceneOptions } from "../scene.ts";

/** A scene with the table open, arranged as nobody has touched it yet. */
export interface TableScene extends Scene {
  readonly table: SessionsTable;
}

/** Three people on two hosts of two subscriptions, where a test wants no others. */
export function threeSessions(world: World): void {
  const [production, lab] = ["Production", "Lab"].map((displayName) => world.addSubscription({ displayName }));
  world.addHost({
    name: "bas-prod",
    sku: "Standard",
    scaleUnits: 2,
    ...(production && { subscription: production }),
    sessions: [
      {
        sessionId: "s-alice",
        userName: "alice",
        targetHostName: "vm-web10",
        targetIpAddress: "10.0.0.10",
        protocol: "RDP",
        ageMinutes: 300,
      },
      {
        sessionId: "s-bob",
        userName: "bob",
        targetHostName: "vm-web9",
        targetIpAddress: "10.0.0.9",
        protocol: "SSH",
        ageMinutes: 10,
      },
    ],
  });
  world.addHost({
    name: "bas-lab",
    sku: "Basic",
    ...(lab && { subscription: lab }),
    sessions: [
      {
        sessionId: "s-carol",
        userName: "carol",
        targetHostName: "vm-test",
        targetIpAddress: "10.0.1.1",
        protocol: "SSH",
        ageMinutes: 65,
      },
    ],
  });
}

export interface TableSceneOptions extends SceneOptions {
  /** Wants a new tab, which costs seconds: for what happens when the table is opened. */
  readonly newTab?: boolean;
}

/** Shows the table on a world, in the tab of the test before if there is one; what that test has arranged is undone. */
export async function tableScene(
  furnish: (world: World) => void = threeSessions,
  { newTab = false, ...options }: TableSceneOptions = {},
): Promise<TableScene> {
  if (newTab) {
    await (await sceneWindow()).workbench.runCommand("View: Close All Editors");
  }
  const set = await scene(furnish, options);
  const table = new SessionsTable(set.page);
  await set.view.settled();
  if (!(await table.isOpenAlone())) {
    await set.workbench.runCommand("View: Close All Editors");
    await openTable(set, table);
  }
  await table.loaded();
  await table.reset();
  await table.drawn();
  return { ...set, table };
}

/** Opens the table by its command, and waits until everything has been read. */
export async function openTable({ workbench }: Scene, table: SessionsTable): Promise<void> {
  await workbench.runCommand("Bastion Sessions: Open Sessions Table");
  await table.loaded();
}
