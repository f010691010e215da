import { strict as assert } from "node:assert";
import { scene } from "../scene.ts";
import type { Scene } from "../scene.ts";

/** Two hosts, of which one never answers. */
function waiting(): Promise<Scene> {
  return scene(
    (world) => {
      world.addHost({ name: "bas-live", sessions: [{ userName: "ann" }] });
      world.addHost({ name: "bas-dead", sessions: [{ userName: "ben" }] });
    },
    {
      misbehave: (azure) => void azure.behave({ route: "list", host: "bas-dead" }, { fault: { kind: "neverAnswers" } }),
    },
  );
}

describe("what is no longer wanted", () => {
  it("is not waited for when everything is asked again", async () => {
    const { azure, asked, view } = await waiting();
    await view.row("bas-dead", "listing sessions…").waitFor();
    azure.clearBehaviours();
    await view.titleButton("Refresh").click();
    await azure.waitForRequest(({ route, closedByClient }) => route === "list" && closedByClient);
    await view.row("bas-dead", "1 session").waitFor();
    assert.equal(asked("list").length, 4);
  });
});
