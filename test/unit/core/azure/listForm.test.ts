import { strict as assert } from "node:assert";
import { requestSessions } from "../../../../src/core/azure/sessions.ts";
import { startSimulatedAzure } from "../../../simulated-azure/server.ts";
import type { SimulatedAzure } from "../../../simulated-azure/server.ts";
import { listVariants, variantOutcome, variantPlan } from "../../../simulated-azure/faults/variants.ts";
import { clientAt } from "./testArm.ts";

describe("in which form the list was answered", () => {
  let azure: SimulatedAzure;
  before(async () => void (azure = await startSimulatedAzure({ world: { hosts: [{ name: "bas", sessions: 2 }] } })));
  after(() => azure.close());

  for (const variant of listVariants.filter((name) => variantOutcome(name, "list") === "complete")) {
    const { atOnce, links = "neither", atStatus, atLocation } = variantPlan(variant);
    const isAtStatus =
      (links === "both" || links === "asyncOperation") && (atStatus === "value" || atStatus === "array");
    const isAtOnce = atOnce !== undefined || links === "neither";
    const later = isAtStatus ? ["status", atStatus] : ["location", atLocation];
    const [source, form] = isAtOnce ? ["answer", atOnce] : later;
    it(`${variant}: ${source}${form === "array" ? ", a bare array" : ""}`, async () => {
      azure.clearBehaviours();
      azure.behave("bas", { list: variant });
      const { arm, credential, options } = clientAt(azure.url, () => azure.token());
      const { wire } = await requestSessions(arm, credential, azure.world.host("bas").id, options);
      assert.deepEqual([wire.source, wire.isBare, wire.apiVersion], [source, form === "array", "2024-05-01"]);
      // Where nothing leads on from a 202, it is asked again until the answer is there.
      assert.equal(wire.status, isAtOnce ? 200 : 202);
    });
  }
});
