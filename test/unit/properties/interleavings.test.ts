import fc from "fast-check";
import { Arm } from "../../../src/azure/arm.ts";
import { Inventory } from "../../../src/inventory/inventory.ts";
import { check } from "../../support/check.ts";
import { HeldScenes } from "../../support/heldScene.ts";
import { play } from "../../support/story.ts";
import { stories } from "../../support/storyMoves.ts";

describe("Whatever happens in whatever order", () => {
  it("the inventory shows nothing that is not so, and in fair weather again all that is", async function () {
    this.timeout(120_000);
    await using scenes = new HeldScenes({ Inventory, Arm });
    const property = fc.asyncProperty(stories(30, "held"), async (story) => {
      await using scene = await scenes.open(story.setting);
      await play(scene, story);
    });
    await check(property, 1_000);
  });
});
