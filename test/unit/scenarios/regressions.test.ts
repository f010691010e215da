import { Arm } from "../../../src/core/azure/arm.ts";
import { Disconnects } from "../../../src/core/disconnect/disconnects.ts";
import { Inventory } from "../../../src/core/inventory/inventory.ts";
import { HeldScenes } from "../../support/controlledScene.ts";
import { play } from "../../support/scenario.ts";
import type { Setting, Story } from "../../support/scenarioActions.ts";

const plain = { sessions: 1, list: "value", disconnect: "value" } as const;
const setting: Setting = { hosts: [plain, plain, plain], pageSize: 100, lagsBehind: false, isListed: true };

/** Stories that did not end well once, made as short as they can be. */
const found: Readonly<Record<string, Story>> = {
  "a session that is named twice has one result, also where Azure gives none": {
    setting,
    moves: [
      { does: "fault", route: "disconnect", fault: { kind: "status", status: 500 } },
      { does: "disconnect", host: 0, sessions: [0, 0] },
      { does: "release", places: [0] },
    ],
  },
  "a session that a list lacks is not known to be gone where entries of the list could not be read": {
    setting,
    moves: [
      { does: "disconnect", host: 0, sessions: [0] },
      { does: "fault", fault: { kind: "json", body: { value: [7, null] } } },
      { does: "release", places: [0, 0, 0, 0] },
    ],
  },
};

describe("What random stories have found", () => {
  for (const [name, story] of Object.entries(found)) {
    it(name, async () => {
      await using scenes = new HeldScenes({ Inventory, Disconnects, Arm });
      await using scene = await scenes.open(story.setting);
      await play(scene, story);
    });
  }
});
