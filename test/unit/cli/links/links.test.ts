import assert from "node:assert/strict";
import { EXIT } from "../../../../src/cli/exitCode.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { accessTo, runHere, type EndedHere } from "../../../support/commandLineHere.ts";

describe("links on the command line", () => {
  let azure: SimulatedAzure;
  let world: World;

  beforeEach(async () => {
    world = new World();
    for (const name of ["bas-one", "bas-two"]) {
      world.addHost({ name, sku: "Standard", links: [{ machine: `vm-of-${name}`, minutesAgo: 90 }] });
    }
    world.addHost({ name: "bas-off", sku: "Basic" });
    azure = await startSimulatedAzure({ world });
  });
  afterEach(() => azure.close());

  async function run(...args: readonly string[]): Promise<EndedHere> {
    const { env, trust } = accessTo(azure);
    const ended = await runHere(["links", ...args, ...trust], env);
    assert.ok(!(ended.stdout + ended.stderr).includes(LINK_MARKER), "a URL was printed");
    assert.doesNotMatch(ended.stdout, /https?:/u);
    return ended;
  }

  const asked = () => azure.requests.filter(({ route }) => route === "listLinks").map(({ path }) => path);

  it("lists them, of hosts that can have some, and says before that Azure logs it", async () => {
    const { code, stdout, stderr } = await run("--json");
    assert.equal(code, EXIT.done, stderr);
    assert.match(stderr, /links of 2 hosts\. Azure logs it/u);
    const { links } = JSON.parse(stdout) as { links: Readonly<Record<string, unknown>>[] };
    assert.deepEqual(
      links.map(({ vm, host }) => [vm, host]),
      [
        ["vm-of-bas-one", "bas-one"],
        ["vm-of-bas-two", "bas-two"],
      ],
    );
    assert.match(String(links[0]?.["created"]), /^\d{4}-\d\d-\d\dT/u);
    assert.equal(asked().length, 2);
    assert.match((await run()).stdout, /^VM +Bastion host +Created/u);
    assert.match((await run("--csv")).stdout, /vm-of-bas-one/u);
  });

  it("has times in ISO 8601, in whichever form Azure wrote them", async () => {
    world.links.add(world.host("bas-one"), { machine: "vm-old", minutesAgo: 400 * 24 * 60, form: "american" });
    const { links } = JSON.parse((await run("--json")).stdout) as { links: Readonly<Record<string, unknown>>[] };
    assert.equal(links.length, 3);
    for (const { created } of links) {
      assert.match(String(created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u);
    }
  });

  it("asks only the host that was named", async () => {
    const { code, stdout } = await run("--host", "BAS-TWO", "--md");
    assert.equal(code, EXIT.done);
    assert.match(stdout, /vm-of-bas-two/u);
    assert.equal(asked().length, 1);
    assert.equal((await run("--host", "bas-none")).code, EXIT.nothingMatched);
    assert.equal(asked().length, 1);
  });

  it("says which hosts couldn't be read", async () => {
    world.setRole(world.account(), world.host("bas-two"), "reader");
    const { code, stdout, stderr } = await run("--json");
    assert.equal(code, EXIT.incomplete);
    assert.match(stderr, /Couldn't be read: bas-two/u);
    const { incomplete } = JSON.parse(stdout) as { incomplete: Readonly<Record<string, unknown>>[] };
    assert.deepEqual([incomplete[0]?.["what"], incomplete[0]?.["reason"]], ["links", "notAllowed"]);
  });
});
