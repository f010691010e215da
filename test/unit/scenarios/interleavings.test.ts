import fc from "fast-check";
import { runsOf } from "../../support/properties.ts";
import { ControlledScenes } from "../../support/scenario/controlledScene.ts";
import { patience } from "../../support/patience.ts";
import { realScene } from "../../support/scenario/realScene.ts";
import { product } from "../../support/scenario/product.ts";
import { play } from "../../support/scenario/scenario.ts";
import { scenarios } from "../../support/scenario/scenarioActions.ts";

describe("In any order of events, the inventory shows only what is true, and everything once the faults end", () => {
  it("with every message and timer released by the scenario", async function () {
    // Every scenario comes to its end or to a limit of its own.
    this.timeout(0);
    await using scenes = new ControlledScenes(product);
    const property = fc.asyncProperty(scenarios(25, "controlled"), async (scenario) => {
      await using scene = await scenes.open(scenario.setting);
      await play(scene, scenario);
    });
    await fc.assert(property, { numRuns: runsOf(1_000) });
  });

  it("over real HTTP", async function () {
    this.timeout(patience(600_000));
    const property = fc.asyncProperty(scenarios(25, "real"), async (scenario) => {
      await using scene = await realScene(product, scenario.setting);
      await play(scene, scenario);
    });
    await fc.assert(property, { numRuns: runsOf(100) });
  });
});
