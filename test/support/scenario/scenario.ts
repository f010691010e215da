import assert from "node:assert/strict";
import type { HostedSession, HostState } from "../../../src/core/inventory/hostState.ts";
import type { ArmKey } from "../../../src/core/model/armId.ts";
import { WorldOracle } from "./oracle.ts";
import { tagOf } from "./recordedWorld.ts";
import type { Scene } from "./scene.ts";
import { LAST_PICK } from "./scenarioActions.ts";
import type { Action, SessionPick, Scenario } from "./scenarioActions.ts";
import { newcomer } from "./newcomers.ts";
import { Questions } from "./questions.ts";
import { addHost, hostKeyAt } from "./setting.ts";
import { checkNames, checkSender, isSeenFrom } from "./worldRules.ts";
import { settle } from "../virtualTime.ts";
import { Invariants } from "./invariants.ts";

/**
 * Plays a scenario to its end: every action, then one last refresh without faults. Throws if an invariant was broken, if
 * anything that was begun does not end, or if the inventory differs from the world.
 */
export async function play(scene: Scene, { setting, actions }: Scenario): Promise<void> {
  const { world, inventory, disconnects, identities, recorder } = scene;
  const violations = new Set<string>();
  const report = (text: string | undefined): void => {
    if (text !== undefined) {
      violations.add(text);
    }
  };
  const invariants = new Invariants({
    inventory,
    disconnects,
    recorder,
    oracle: new WorldOracle(world),
    report: ({ text }) => report(text),
    identityOf: (token) => {
      const issued = identities.issuedTo(token);
      return issued && `${issued.accountId}/${issued.tenantId}`;
    },
    now: () => scene.clock.monotonic(),
  });
  const questions = new Questions(scene, invariants, report);
  recorder.listeners.push((sent) => report(checkSender(scene, sent)));
  const begun: { what: string; end: Promise<unknown>; ended: boolean; error?: unknown }[] = [];
  const cancels: AbortController[] = [];

  const begin = (what: string, promise: Promise<unknown>): void => {
    const task: (typeof begun)[number] = { what, ended: false, end: Promise.resolve() };
    begun.push(task);
    task.end = promise.then(
      () => (task.ended = true),
      (error: unknown) => Object.assign(task, { error, ended: true }),
    );
  };
  const rest = (): Promise<void> => scene.rest(Promise.all(begun.map(({ end }) => end)));
  const stateAt = (place: number): HostState | undefined => inventory.host(hostKeyAt(world, setting, place) as ArmKey);
  const keyAt = (place: number): ArmKey | undefined => stateAt(place)?.host.key;
  const accountAt = (place: number) => world.accounts[place]!;
  const refresh = (): void => begin("refresh", inventory.refresh());
  const collapsed = new Set<ArmKey>();
  const screen = inventory.loading.addViewer({ isOnScreen: true });
  /** As the tree does with every host that it shows. */
  const watchExpanded = (): void => {
    const shown = new Set([...inventory.hosts].map(({ host }) => host.key).filter((key) => !collapsed.has(key)));
    screen.show(({ key }) => shown.has(key));
  };

  const disconnect = (place: number, picks: readonly number[]): void => {
    const state = stateAt(place);
    if (state) {
      const ids = state.list?.sessions.map(({ session }) => session.sessionId).filter((id) => id !== undefined) ?? [];
      // The last pick is a session that never existed.
      const sessionIds = picks.flatMap((pick) =>
        pick === LAST_PICK ? ["unknown"] : (ids[pick % Math.max(1, ids.length)] ?? []),
      );
      const cancel = new AbortController();
      cancels.push(cancel);
      begin("disconnect", invariants.disconnect(state.host.key, sessionIds, cancel.signal));
    }
  };

  const pick = ({ host: place, session }: SessionPick): readonly HostedSession[] => {
    const host = stateAt(place);
    const rows = host?.list?.sessions.filter((row) => row.session.sessionId !== undefined) ?? [];
    const state = rows[session % Math.max(1, rows.length)];
    return host && state ? [{ host, state }] : [];
  };

  const perform = async (action: Action): Promise<void> => {
    switch (action.does) {
      case "refresh":
        refresh();
        return;
      case "reconnect":
        scene.connect();
        refresh();
        return;
      case "refreshHost":
      case "expand":
      case "collapse": {
        const key = keyAt(action.host);
        if (key !== undefined && action.does === "refreshHost") {
          begin(action.does, inventory.refreshHost(key));
        } else if (key !== undefined) {
          collapsed[action.does === "collapse" ? "add" : "delete"](key);
        }
        return;
      }
      case "searchAgain": {
        const state = inventory.accounts.get(accountAt(action.account).id);
        const tenants = [...(state?.tenants.values() ?? [])];
        if (state) {
          begin("searchAgain", inventory.searchAgain(state.account, tenants[action.tenant]?.identity.tenant));
        }
        return;
      }
      case "disconnect":
        disconnect(action.host, action.sessions);
        return;
      case "ask":
        begin("ask", questions.ask(action.picks.flatMap(pick)));
        return;
      case "confirm": {
        const cancel = new AbortController();
        const run = questions.confirm(action.place, cancel.signal);
        if (run) {
          cancels.push(cancel);
          begin("confirm", run);
        }
        return;
      }
      case "cancel":
        cancels[action.place]?.abort();
        return;
      case "signOut":
      case "signIn":
        identities.signedIn[action.does === "signIn" ? "add" : "delete"](accountAt(action.account).label);
        refresh();
        return;
      case "disallow":
      case "allow":
        identities.allowed[action.does === "allow" ? "add" : "delete"](accountAt(action.account).label);
        refresh();
        return;
      case "failAccounts":
        identities.failures = 1;
        refresh();
        return;
      case "arrive":
      case "leave":
      case "deleteHost":
      case "createHost":
        change(scene, setting, action);
        return;
      case "fault": {
        const { route, host, times, fault } = action;
        const key = host === undefined ? undefined : hostKeyAt(world, setting, host);
        const isThere = key !== undefined && world.findHost(key) !== undefined;
        scene.behave(
          { ...(route && { route }), ...(isThere && { host: key }) },
          { fault, ...(times !== undefined && { times }) },
        );
        return;
      }
      case "clear":
        scene.clearBehaviours();
        return;
      case "goOffline":
      case "goOnline":
        return scene.setOnline(action.does === "goOnline");
      case "expireTokens":
        scene.expireTokens();
        return;
      case "revokeTokens":
        scene.revokeTokens();
        return;
      case "release":
        for (const place of action.places) {
          await scene.release(place);
        }
        return;
      case "elapse":
        return scene.elapse(action.ms);
    }
  };
  const look = (): void => {
    invariants.look();
    [...inventory.hosts].forEach((state) => questions.lookAtAge(state));
    report(checkNames(inventory));
    assert.deepEqual([...violations], []);
  };

  scene.connect();
  refresh();
  if (setting.isListed) {
    await rest();
    watchExpanded();
    await rest();
  }
  for (const action of actions) {
    await perform(action);
    await settle();
    watchExpanded();
    look();
  }
  await scene.settleDown();
  world.accounts.forEach(({ label }) => {
    identities.signedIn.add(label);
    identities.allowed.add(label);
  });
  identities.failures = 0;
  collapsed.clear();
  inventory.loading.addViewer().show(() => true);
  refresh();
  await rest();
  look();
  assert.deepEqual(
    begun.filter(({ ended, error }) => !ended || error !== undefined),
    [],
    "everything that was begun has ended well",
  );
  assertEqualsWorld(scene);
}

function change(
  { world }: Scene,
  setting: Scenario["setting"],
  action: Extract<Action, { does: "arrive" | "leave" | "deleteHost" | "createHost" }>,
): void {
  const host = world.findHost(hostKeyAt(world, setting, action.host));
  if (action.does === "createHost" && !host) {
    addHost(world, setting, action.host);
  } else if (action.does === "deleteHost" && host) {
    world.removeHost(host);
  } else if (action.does === "arrive" && host) {
    world.addSession(host, newcomer(world, host, action.as));
  } else if (action.does === "leave" && host) {
    const sessions = world.sessions(host);
    const session = sessions[action.session % Math.max(1, sessions.length)];
    if (session) {
      world.leave(host, session.sessionId);
    }
  }
}

/** Whether what is shown is what is there, with nothing going on and nothing wrong. */
export function assertEqualsWorld({ inventory, world }: Pick<Scene, "inventory" | "world">): void {
  assert.equal(inventory.enumerated, true);
  assert.deepEqual(inventory.searchProblems, []);
  const shown = [...inventory.hosts].map(({ host, identities, listing, waiting, problem, list }) => ({
    key: String(host.key),
    seenBy: identities.map(({ account, tenant }) => `${account.label} in ${tenant.tenantId}`).toSorted(),
    listing,
    waiting,
    problem,
    unreadable: list?.unreadable,
    sessions: [
      ...new Set(
        list?.sessions.map(
          ({ session, work }) => `${tagOf(session)} ${session.sessionId ?? "anonymous"} ${work ?? "at rest"}`,
        ),
      ),
    ].toSorted(),
  }));
  const there = world.hosts.map((host) => ({
    key: host.key,
    seenBy: world.accounts
      .flatMap(({ label, tenantIds }) =>
        tenantIds.filter((id) => isSeenFrom(world, host.subscriptionId, id)).map((id) => `${label} in ${id}`),
      )
      .toSorted(),
    listing: false,
    waiting: undefined,
    problem: undefined,
    unreadable: 0,
    sessions: world
      .sessions(host)
      .map(
        (session) =>
          `${tagOf(session)} ${session.omit.includes("sessionId") ? "anonymous" : session.sessionId} at rest`,
      )
      .toSorted(),
  }));
  assert.deepEqual(byKey(shown), byKey(there));
}

function byKey<T extends { readonly key: string }>(list: readonly T[]): readonly T[] {
  return list.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}
