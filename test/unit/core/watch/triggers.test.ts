import { strict as assert } from "node:assert";
import type { Trigger } from "../../../../src/core/watch/watchRule.ts";
import { targetKey } from "../../../../src/core/model/session/target.ts";
import { ANN, BOB, connect, ruleOf, scene, type Scene } from "../../../support/watch/watchScene.ts";

const HOME = "203.0.113.7";
const ELSEWHERE = "198.51.100.9";

interface Case {
  readonly what: string;
  readonly trigger: Trigger;
  readonly match?: string;
  /** What has happened before the rule. */
  readonly before?: (made: Scene) => void | Promise<void>;
  readonly happens: (made: Scene) => void | Promise<void>;
  /** How many hits are told. */
  readonly told: number;
  readonly minutes?: number;
}

const failed = (made: Scene, count: number, everySeconds = 30, host = "bas-a") =>
  made.bench.azure.world.addFailedSignIn(host, { userName: "admin", clientAddress: ELSEWHERE, count, everySeconds });

/** Disconnects someone, as the journal has it. */
const disconnect = (made: Scene, person: string | undefined) => {
  const id = connect(made, "bas-a", ANN);
  const session = made.bench.azure.world.sessions("bas-a").find((one) => one.sessionId === id)!;
  made.bench.azure.world.endSession("bas-a", id);
  const { userName } = session;
  const target = targetKey({ targetResourceId: session.targetResourceId });
  const { key: hostKey } = made.bench.azure.world.host("bas-a");
  made.disconnected = [
    {
      hostKey: hostKey as never,
      sessionId: id,
      at: made.bench.clock.asleep,
      userName,
      target,
      ...(person && { person }),
    },
  ];
};

const blocks = ["10.0.0.0/8", `${HOME}/32`] as const;

const cases: readonly Case[] = [
  {
    what: "a connection from a block",
    trigger: { kind: "clientNotIn", blocks },
    happens: (made) => void connect(made, "bas-a", ANN, { clientAddress: HOME }),
    told: 0,
  },
  {
    what: "a connection from outside of all blocks",
    trigger: { kind: "clientNotIn", blocks },
    happens: (made) => void connect(made, "bas-a", ANN, { clientAddress: ELSEWHERE }),
    told: 1,
  },
  {
    what: "a link that is used",
    trigger: { kind: "linkUsed" },
    happens: (made) => void connect(made, "bas-a", ANN, { person: "", resourceType: "BSL" }),
    told: 1,
  },
  {
    what: "a connection without a link",
    trigger: { kind: "linkUsed" },
    happens: (made) => void connect(made),
    told: 0,
  },
  {
    what: "five failed sign-ins in a quarter of an hour",
    trigger: { kind: "failedSignIns", count: 5, withinMinutes: 15 },
    happens: (made) => failed(made, 5),
    told: 1,
  },
  {
    what: "four failed sign-ins",
    trigger: { kind: "failedSignIns", count: 5, withinMinutes: 15 },
    happens: (made) => failed(made, 4),
    told: 0,
  },
  {
    what: "five failed sign-ins on two hosts",
    trigger: { kind: "failedSignIns", count: 5, withinMinutes: 15 },
    happens: (made) => {
      failed(made, 3);
      failed(made, 2, 30, "bas-b");
    },
    told: 0,
  },
  {
    what: "five failed sign-ins in an hour",
    trigger: { kind: "failedSignIns", count: 5, withinMinutes: 15 },
    happens: async (made) => {
      for (let at = 0; at < 5; at++) {
        failed(made, 1);
        await made.pass(15);
      }
    },
    told: 0,
  },
  {
    what: "failed sign-ins of another name",
    trigger: { kind: "failedSignIns", count: 5, withinMinutes: 15 },
    match: "user:oracle",
    happens: (made) => failed(made, 9),
    told: 0,
  },
  {
    what: "the person returning",
    trigger: { kind: "returns", withinMinutes: 60 },
    before: (made) => disconnect(made, ANN),
    happens: (made) => void connect(made, "bas-b", ANN),
    told: 1,
  },
  {
    what: "another person after a disconnect",
    trigger: { kind: "returns", withinMinutes: 60 },
    before: (made) => disconnect(made, ANN),
    happens: (made) => void connect(made, "bas-a", BOB),
    told: 0,
  },
  {
    what: "the person returning too late",
    trigger: { kind: "returns", withinMinutes: 60 },
    before: (made) => disconnect(made, ANN),
    happens: async (made) => {
      await made.pass(61);
      connect(made, "bas-a", ANN);
    },
    told: 0,
  },
  {
    what: "a known address",
    trigger: { kind: "newAddress" },
    before: async (made) => {
      const id = connect(made, "bas-a", ANN, { clientAddress: HOME });
      made.bench.azure.world.endSession("bas-a", id);
      await made.pass(3 * 24 * 60);
    },
    happens: (made) => void connect(made, "bas-a", ANN, { clientAddress: HOME }),
    told: 0,
  },
  {
    what: "a new address",
    trigger: { kind: "newAddress" },
    before: async (made) => {
      const id = connect(made, "bas-a", ANN, { clientAddress: HOME });
      made.bench.azure.world.endSession("bas-a", id);
      await made.pass(3 * 24 * 60);
    },
    happens: (made) => void connect(made, "bas-a", ANN, { clientAddress: ELSEWHERE }),
    told: 1,
  },
  {
    what: "an address that was last used more than 30 days ago",
    trigger: { kind: "newAddress" },
    before: async (made) => {
      const id = connect(made, "bas-a", ANN, { clientAddress: HOME });
      made.bench.azure.world.endSession("bas-a", id);
      await made.pass(31 * 24 * 60);
    },
    happens: (made) => void connect(made, "bas-a", ANN, { clientAddress: HOME }),
    told: 1,
  },
  {
    what: "more sessions than before",
    trigger: { kind: "more" },
    happens: (made) => void connect(made),
    told: 1,
    minutes: 30,
  },
  {
    what: "fewer sessions than before",
    trigger: { kind: "more" },
    before: async (made) => {
      connect(made);
      await made.pass(30);
    },
    happens: (made) => {
      for (const { sessionId } of made.bench.azure.world.sessions("bas-a")) {
        made.bench.azure.world.endSession("bas-a", sessionId);
      }
    },
    told: 0,
    minutes: 30,
  },
  {
    what: "a host that gets full",
    trigger: { kind: "fuller", percent: 50 },
    happens: (made) => {
      for (let at = 0; at < 40; at++) {
        connect(made, "bas-a", ANN, { protocol: "SSH" });
      }
    },
    told: 1,
    minutes: 30,
  },
  {
    what: "a host that is half as full",
    trigger: { kind: "fuller", percent: 50 },
    happens: (made) => {
      for (let at = 0; at < 19; at++) {
        connect(made, "bas-a", ANN, { protocol: "SSH" });
      }
    },
    told: 0,
    minutes: 30,
  },
  {
    what: "a host that is full of RDP, which only a list tells",
    trigger: { kind: "fuller", percent: 50 },
    happens: (made) => {
      for (let at = 0; at < 21; at++) {
        connect(made, "bas-a", ANN, { protocol: "RDP" });
      }
    },
    told: 1,
    minutes: 30,
  },
];

describe("what rules tell", () => {
  for (const { what, trigger, match, before, happens, told, minutes = 20 } of cases) {
    it(`${told > 0 ? "tells of" : "tells nothing of"} ${what} (${trigger.kind})`, async () => {
      await using made = await scene([]);
      await before?.(made);
      made.rules = [ruleOf(trigger, match)];
      await made.watch.look();
      made.told();
      await happens(made);
      for (let passed = 0; passed < minutes; passed += 5) {
        await made.pass(5);
      }
      const hits = made.told().map((text) => Number(text.split(" ").at(-1)));
      assert.equal(
        hits.reduce((sum, count) => sum + count, 0),
        told,
      );
    });
  }

  it("tells again when a host that was full has been less so in between", async () => {
    await using made = await scene([ruleOf({ kind: "fuller", percent: 50 })]);
    for (let time = 0; time < 2; time++) {
      const ids = Array.from({ length: 40 }, () => connect(made, "bas-a", ANN, { protocol: "SSH" }));
      await made.pass(20);
      await made.pass(20);
      assert.deepEqual(made.told(), ["fuller 1"]);
      ids.forEach((id) => made.bench.azure.world.endSession("bas-a", id));
      await made.pass(20);
      await made.pass(20);
    }
  });

  it("says where no count may be read, which isn't that there is none", async () => {
    await using made = await scene([]);
    const fault = { kind: "status", status: 403, code: "AuthorizationFailed" } as const;
    made.bench.azure.behave({ route: "regionMetrics" }, { fault });
    made.bench.azure.behave({ route: "metrics" }, { fault });
    made.rules = [ruleOf({ kind: "more" }, "host:bas-a")];
    await made.watch.look();
    const { key } = made.bench.host("bas-a").host;
    assert.deepEqual(made.watch.state.rules[0]?.blind, [{ hostKey: key, reason: "countNotAllowed" }]);
  });

  it("sees connections in lists where nothing is logged, and says what it doesn't see", async () => {
    await using made = await scene([ruleOf({ kind: "connects" }, "host:bas-t")]);
    const { key } = made.bench.host("bas-t").host;
    await made.bench.inventory.refreshHost(key);
    await made.pass(5);
    made.told();
    connect(made, "bas-t");
    await made.bench.inventory.refreshHost(key);
    await made.pass(5);
    assert.deepEqual(made.told(), ["connects 1"]);
    assert.deepEqual(made.watch.state.rules[0]?.blind, [{ hostKey: key, reason: "notLogged" }]);
  });
});
