import fc from "fast-check";
import { Arm } from "../../../src/core/azure/arm.ts";
import { Disconnects } from "../../../src/core/disconnect/disconnects.ts";
import { Inventory } from "../../../src/core/inventory/inventory.ts";
import { check } from "../../support/check.ts";
import { HeldScenes } from "../../support/controlledScene.ts";
import { realScene } from "../../support/realScene.ts";
import { play } from "../../support/scenario.ts";
import { stories } from "../../support/scenarioActions.ts";

const product = { Inventory, Disconnects, Arm };

describe("Whatever happens in whatever order, the inventory shows nothing that is not so, and in fair weather all that is", () => {
  it("with every message and every wait let go by the story", async function () {
    // Every story comes to its end or to a limit of its own.
    this.timeout(0);
    await using scenes = new HeldScenes(product);
    const property = fc.asyncProperty(stories(30, "held"), async (story) => {
      await using scene = await scenes.open(story.setting);
      await play(scene, story);
    });
    await check(property, 1_000);
  });

  it("over real HTTP", async function () {
    this.timeout(180_000);
    const property = fc.asyncProperty(stories(30, "real"), async (story) => {
      await using scene = await realScene(product, story.setting);
      await play(scene, story);
    });
    await check(property, 30);
  });
});
