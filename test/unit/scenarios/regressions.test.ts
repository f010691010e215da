import { ControlledScenes } from "../../support/scenario/controlledScene.ts";
import { product } from "../../support/scenario/product.ts";
import { play } from "../../support/scenario/scenario.ts";
import type { Scenario } from "../../support/scenario/scenarioActions.ts";
import type { Setting } from "../../support/scenario/setting.ts";

const plain = { sessions: 1, list: "value", disconnect: "value" } as const;
const setting: Setting = {
  hosts: [plain, plain, plain],
  twins: "none",
  roles: ["operator", "operator"],
  pageSize: 100,
  lagsBehind: false,
  isListed: true,
};

/** Scenarios that failed once, shrunk to the shortest that did. */
const regressions: Readonly<Record<string, Scenario>> = {
  "a session that is named twice has one result, also where Azure gives none": {
    setting,
    actions: [
      { does: "fault", route: "disconnect", fault: { kind: "status", status: 500 } },
      { does: "disconnect", host: 0, sessions: [0, 0] },
      { does: "release", places: [0] },
    ],
  },
  "a session that a list lacks is not known to be gone where entries of the list could not be read": {
    setting,
    actions: [
      { does: "disconnect", host: 0, sessions: [0] },
      { does: "fault", fault: { kind: "json", body: { value: [7, null] } } },
      { does: "release", places: [0, 0, 0, 0] },
    ],
  },
  "a session that the user is asked about twice has one result, also where the host is no longer known": {
    setting,
    actions: [
      {
        does: "ask",
        picks: [
          { host: 2, session: 0 },
          { host: 2, session: 0 },
        ],
      },
      { does: "deleteHost", host: 2 },
      { does: "refresh" },
      { does: "release", places: Array.from({ length: 30 }, () => 0) },
      { does: "confirm", place: 0 },
    ],
  },
};

describe("Scenarios that failed once", () => {
  for (const [name, scenario] of Object.entries(regressions)) {
    it(name, async () => {
      await using scenes = new ControlledScenes(product);
      await using scene = await scenes.open(scenario.setting);
      await play(scene, scenario);
    });
  }
});
