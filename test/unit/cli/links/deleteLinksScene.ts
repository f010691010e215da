import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Journal } from "../../../../src/core/journal/journal.ts";
import type { LinkDeletion } from "../../../../src/core/journal/linkDeletion.ts";
import { systemClock, type Clock } from "../../../../src/core/model/clock.ts";
import { startSimulatedAzure, type SimulatedAzure } from "../../../simulated-azure/server.ts";
import { TOKEN_MARKER } from "../../../simulated-azure/signIn/tokens.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import { World } from "../../../simulated-azure/world/world.ts";
import { accessTo, runHere, type EndedHere } from "../../../support/commandLineHere.ts";

/** On which nothing is waited for between two looks. */
const quick: Clock = { ...systemClock, pause: () => Promise.resolve() };

/** `links delete` against two hosts: vm-a has two links and vm-b one on bas-prod, vm-c one on bas-dev. */
export class DeleteLinksScene implements AsyncDisposable {
  readonly azure: SimulatedAzure;
  readonly world: World;
  /** Of the journal. */
  readonly folder: string;

  private constructor(azure: SimulatedAzure, world: World, folder: string) {
    this.azure = azure;
    this.world = world;
    this.folder = folder;
  }

  static async start(): Promise<DeleteLinksScene> {
    const world = new World();
    world.addHost({
      name: "bas-prod",
      sku: "Standard",
      deleteLinks: "value",
      links: [
        { machine: "vm-a", minutesAgo: 90 },
        { machine: "vm-a", minutesAgo: 30 },
        { machine: "vm-b", minutesAgo: 60 },
      ],
    });
    world.addHost({ name: "bas-dev", sku: "Standard", links: [{ machine: "vm-c", minutesAgo: 10 }] });
    const folder = await mkdtemp(join(tmpdir(), "bastion-links-"));
    return new DeleteLinksScene(await startSimulatedAzure({ world }), world, folder);
  }

  get host() {
    return this.world.host("bas-prod");
  }

  /** The ID of a VM with links on bas-prod. */
  idOf(machine: string): string {
    const found = this.world.links.of(this.host).find(({ vmId }) => vmId.endsWith(`/${machine}`));
    assert.ok(found, machine);
    return found.vmId;
  }

  /** The VMs of the links that bas-prod has. */
  left(): readonly string[] {
    return namesIn(this.world.links.of(this.host).map(({ vmId }) => vmId));
  }

  async run(args: readonly string[], options: Parameters<typeof runHere>[3] = {}): Promise<EndedHere> {
    const { env, trust } = accessTo(this.azure);
    const all = ["links", "delete", ...args, ...trust, "--verbose"];
    const ended = await runHere(all, { ...env, BASTION_SESSIONS_JOURNAL: this.folder }, quick, options);
    const printed = ended.stdout + ended.stderr;
    assert.ok(!printed.includes(TOKEN_MARKER), "a token was printed");
    assert.ok(!printed.includes(LINK_MARKER), "a URL was printed");
    return ended;
  }

  /** VMs that requests to delete named, a name each. */
  sent(): readonly string[] {
    const requests = this.azure.requests.filter(({ route, method }) => route === "deleteLinks" && method === "POST");
    return requests.flatMap(({ vmIds }) => namesIn(vmIds ?? []));
  }

  async journaled(): Promise<readonly LinkDeletion[]> {
    const files = await readdir(this.folder);
    const texts = await Promise.all(files.map((name) => readFile(join(this.folder, name), "utf8")));
    assert.ok(!texts.join("").includes(LINK_MARKER), "a URL was journalled");
    await using journal = new Journal(this.folder, systemClock);
    return (await journal.read()).linkDeletions;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.azure.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

export function namesIn(ids: readonly string[]): readonly string[] {
  return ids.map((id) => id.split("/").at(-1) ?? "");
}

/** The rows of the JSON. */
export function rowsOf({ stdout }: EndedHere): readonly Readonly<Record<string, unknown>>[] {
  return (JSON.parse(stdout) as { machines: Readonly<Record<string, unknown>>[] }).machines;
}
