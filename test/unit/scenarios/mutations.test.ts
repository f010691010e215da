import assert from "node:assert/strict";
import fc from "fast-check";
import { ControlledScenes } from "../../support/scenario/controlledScene.ts";
import { mutate } from "../../support/scenario/mutation.ts";
import { mutations } from "../../support/scenario/mutations.ts";
import { patience } from "../../support/patience.ts";
import { play } from "../../support/scenario/scenario.ts";
import { scenarios } from "../../support/scenario/scenarioActions.ts";

describe("Random scenarios find a mutation in which", () => {
  for (const [name, { replacements, caughtAs }] of Object.entries(mutations)) {
    it(name, async function () {
      this.timeout(patience(120_000));
      await using scenes = new ControlledScenes(await mutate(replacements));
      const property = fc.asyncProperty(scenarios(30, "controlled"), async (scenario) => {
        await using scene = await scenes.open(scenario.setting);
        await play(scene, scenario).catch((error: unknown) => {
          if (error instanceof assert.AssertionError && caughtAs.test(error.message)) {
            throw error;
          }
        });
      });
      await assert.rejects(fc.assert(property, { numRuns: 4_000, endOnFailure: true }), /Property failed after/);
    });
  }
});
