import { SimulatedClock } from "../simulated-azure/world/clock.ts";
import type { RecordedRequest, RouteName } from "../simulated-azure/http/requestLog.ts";
import type { SimulatedAzure } from "../simulated-azure/server.ts";
import { World } from "../simulated-azure/world/world.ts";
import type { AccountSpec, TenantSpec } from "../simulated-azure/world/worldTypes.ts";
import type { WorkbenchSession } from "./fixtures/workbenchSession.ts";
import { openSharedWindow } from "./hooks.ts";

/** Who is signed in, and the one tenant there is. */
export const user = { id: "3b0d4a52-6a54-4a2c-9a53-1f5d1c1b9a01", label: "ada@contoso.example" } as const;
const home = { tenantId: "7c2f3f0e-6f0e-4b7e-8d0a-0d9a4f4f0a02", displayName: "Contoso" } as const;

/** Where the cloud's portal is. */
export const portalUrl = "https://portal.contoso.example";

/** What a test finds: the shared window, showing a world of the test's own. */
export interface Scene extends WorkbenchSession {
  /** What Azure was asked since the scene was set, of one kind. */
  readonly asked: (route: RouteName) => readonly RecordedRequest[];
  /** Does something, and waits until Azure has answered what it leads to: a request of this kind. */
  readonly answered: (route: RouteName, action: () => Promise<void>) => Promise<RecordedRequest>;
}

export interface SceneOptions {
  /** Tenants in which the user is a guest. */
  readonly guestOf?: readonly TenantSpec[];
  /** Others who can sign in, and are not; at home in the user's tenant. */
  readonly others?: readonly AccountSpec[];
  /** What goes wrong from the first request on. */
  readonly misbehave?: (azure: SimulatedAzure) => void;
}

/** The window that all scenes are shown in, with the view open. */
export async function sceneWindow(): Promise<WorkbenchSession> {
  const window = await openSharedWindow(() => ({ world: inhabited(SimulatedClock.driven()), portalUrl }));
  await window.view.open();
  return window;
}

/**
 * Clears the shared window and shows another world in it, to a user who is signed in and has agreed to everything.
 * @param furnish adds subscriptions and hosts; the tenants and the user are there
 */
export async function scene(furnish: (world: World) => void, options: SceneOptions = {}): Promise<Scene> {
  const window = await sceneWindow();
  const { azure, view, workbench } = window;
  const answered: Scene["answered"] = async (route, action) => {
    const before = azure.requests.length;
    await action();
    return azure.waitForRequest(isAnswerTo(route, before));
  };
  azure.reset(inhabited(azure.clock));
  await workbench.clearNotifications();
  // A search begins with the tenants; what is asked after that is of this search, and the one before has been given up.
  const { id } = await answered("tenants", () => view.titleButton("Refresh").click());
  await Promise.all((["subscriptions", "graph"] as const).map((route) => azure.waitForRequest(isAnswerTo(route, id))));
  // Once the empty world is on screen, nothing of the scene before is.
  await view.pane.getByText("Your accounts don't have access to any Azure subscription.").waitFor();

  const world = inhabited(azure.clock, options);
  furnish(world);
  azure.reset(world);
  options.misbehave?.(azure);
  const first = azure.requests.length;
  await view.titleButton("Refresh").click();
  await workbench.movePointerAway();
  return {
    ...window,
    asked: (route) => azure.requests.slice(first).filter((request) => request.route === route),
    answered,
  };
}

/** Whether a request is of that kind, came after another, and has its answer. */
function isAnswerTo(route: RouteName, after: number): (request: RecordedRequest) => boolean {
  return (request) => request.id > after && request.route === route && request.ended;
}

function inhabited(clock: SimulatedClock, { guestOf = [], others = [] }: SceneOptions = {}): World {
  const world = new World({ clock });
  world.addTenant(home);
  world.addAccount({ ...user, guestOf: guestOf.map((tenant) => world.addTenant(tenant)) });
  others.forEach((account) => world.addAccount(account));
  return world;
}
