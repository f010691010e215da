import { strict as assert } from "node:assert";
import { runsOf } from "../../support/properties.ts";
import { toldOnce } from "../../support/watch/toldOnce.ts";

describe("two windows that watch an Azure with faults", () => {
  for (let seed = 1; seed <= runsOf(10); seed++) {
    it(`tell every event once, and nothing else (${seed})`, async () => {
      const { lost, twice, invented, ...figures } = await toldOnce(seed, 25);
      assert.deepEqual({ lost, twice, invented }, { lost: [], twice: [], invented: [] }, JSON.stringify(figures));
      assert.ok(figures.planted > 10 && figures.faulty > 0 && figures.takeovers > 0, JSON.stringify(figures));
    });
  }
});
