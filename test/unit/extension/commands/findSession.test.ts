import assert from "node:assert/strict";
import type { App } from "../../../../src/extension/commands/app.ts";
import type { HostState } from "../../../../src/core/inventory/hostState.ts";
import type { SearchProblem } from "../../../../src/core/inventory/directoryState.ts";
import { Names } from "../../../../src/core/inventory/names.ts";
import { hostState } from "../table/tableRows.ts";
import * as stub from "../vscodeStub.ts";

const { findSession } = await stub.importWithStub(
  () => import("../../../../src/extension/commands/sessions/findSession.ts"),
);

interface Item {
  readonly label: string;
}

/** A quick pick as VS Code has it: new items make the first active and scroll to the top unless told otherwise. */
class Pick {
  static readonly ROWS = 5;
  value = "";
  title = "";
  placeholder = "";
  busy = false;
  keepScrollPosition = false;
  top = 0;
  active: readonly Item[] = [];
  readonly selectedItems: readonly Item[] = [];
  readonly listeners: { value?: () => void; hide?: () => void } = {};
  #items: readonly Item[] = [];

  get items(): readonly Item[] {
    return this.#items;
  }

  set items(items: readonly Item[]) {
    this.#items = items;
    this.active = items.slice(0, 1);
    this.top = this.keepScrollPosition ? this.top : 0;
  }

  get activeItems(): readonly Item[] {
    return this.active;
  }

  set activeItems(items: readonly Item[]) {
    this.active = items;
    const place = this.#items.findIndex((item) => items.includes(item));
    const isInView = place >= this.top && place < this.top + Pick.ROWS;
    this.top = isInView || this.keepScrollPosition ? this.top : place;
  }

  /** What the user sees, and which row a key acts on. */
  get seen(): { readonly rows: readonly string[]; readonly active: string | undefined } {
    const rows = this.#items.slice(this.top, this.top + Pick.ROWS).map(({ label }) => label);
    return { rows, active: this.active[0]?.label };
  }

  type(text: string): void {
    this.value = text;
    this.listeners.value?.();
  }

  onDidChangeValue(listener: () => void): void {
    this.listeners.value = listener;
  }

  onDidHide(listener: () => void): void {
    this.listeners.hide = listener;
  }

  onDidAccept(): void {
    // Nothing is accepted here.
  }

  show(): void {
    // It is there from the start.
  }

  dispose(): void {
    this.listeners.hide?.();
  }
}

const HOSTS = 40;
const sessionsOf = (host: number) =>
  [1, 2].map((place) => ({ sessionId: `${host}-${place}`, userName: `user-${host}-${place}`, durationMinutes: 9 }));

/** Loads the hosts one by one, some that stand further up in the tree later than others, and looks after each. */
async function load(
  during: (pick: Pick, loaded: number) => void,
  searchProblems: readonly SearchProblem[] = [],
): Promise<Pick> {
  const pick = new Pick();
  const order = Array.from({ length: HOSTS }, (_, place) => (place * 7 + 20) % HOSTS);
  const hosts: HostState[] = Array.from({ length: HOSTS }, (_, host) => hostState(`bas-${host}`, undefined));
  const stop = new AbortController();
  let now = 0;
  const ensureListed = async (_keys: unknown, _signal: unknown, progress: (done: number, total: number) => void) => {
    for (const [place, host] of order.entries()) {
      hosts[host] = hostState(`bas-${host}`, sessionsOf(host));
      now += 1_000;
      progress(place + 1, HOSTS);
      during(pick, place + 1);
    }
    return [];
  };
  Object.assign(stub.window, { createQuickPick: () => pick });
  const done = findSession({
    clock: { monotonic: () => now, wall: () => new Date(now) },
    load: async () => undefined,
    inventory: {
      hosts,
      searchProblems,
      allSubscriptions: new Map(),
      selectedSubscriptions: new Set(),
      loading: { ensureListed },
      names: new Names({ hosts: [], accounts: new Map(), allSubscriptions: new Map() }),
    },
  } as unknown as App);
  const loaded = async () => {
    while (now < HOSTS * 1_000 || pick.busy) {
      stop.signal.throwIfAborted();
      await new Promise(setImmediate);
    }
    during(pick, HOSTS + 1);
    pick.listeners.hide?.();
    await done;
  };
  await Promise.race([loaded(), done]).finally(() => stop.abort());
  return pick;
}

describe("Find Session, while hosts are loaded", () => {
  let before: object;
  beforeEach(() => (before = { ...stub.window }));
  afterEach(() => Object.assign(stub.window, before));

  it("moves nothing that is in view, for a user who has scrolled", async () => {
    let seen: Pick["seen"] | undefined;
    await load((pick, loaded) => {
      if (loaded === 10) {
        pick.top = 8;
        pick.active = pick.items.slice(10, 11);
        seen = pick.seen;
        assert.equal(seen.rows.length, Pick.ROWS);
      } else if (seen) {
        assert.deepEqual(pick.seen, seen, `after ${loaded} hosts`);
      }
    });
  });

  it("moves nothing for a user who scrolled with the mouse, away from the active row", async () => {
    let seen: Pick["seen"] | undefined;
    await load((pick, loaded) => {
      if (loaded === 10) {
        pick.top = 8;
        seen = pick.seen;
      } else if (seen) {
        assert.deepEqual(pick.seen, seen, `after ${loaded} hosts`);
      }
    });
  });

  it("lists all that were loaded in the end, each once", async () => {
    const pick = await load(() => undefined);
    const users = pick.items.map(({ label }) => label);
    assert.deepEqual(
      users.toSorted(),
      Array.from({ length: HOSTS }, (_, host) => sessionsOf(host))
        .flat()
        .map(({ userName }) => userName)
        .sort(),
    );
  });

  it("says in the end that a tenant is hidden, and not that the search is incomplete", async () => {
    const identity = { account: { id: "a", label: "ann@contoso.example" }, tenant: { tenantId: "t" } };
    const pick = await load(() => undefined, [{ kind: "unreadableRows", identity, count: 1, isHidden: true }]);
    assert.equal(pick.items.at(-1)?.label, "1 tenant hidden by you: sessions may be missing.");
  });

  it("shows another search from its first match on", async () => {
    await load((pick, loaded) => {
      if (loaded === 10) {
        pick.top = 8;
        pick.type("user-20");
        assert.deepEqual(pick.seen, { rows: ["user-20-1", "user-20-2"], active: "user-20-1" });
      }
    });
  });
});
