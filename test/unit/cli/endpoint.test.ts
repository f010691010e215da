import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { AzureCli } from "../../../src/cli/access/azureCli.ts";
import { chooseCloud, type EndpointOptions } from "../../../src/cli/access/endpoint.ts";
import { CommandError, EXIT } from "../../../src/cli/exitCode.ts";
import type { Runtime } from "../../../src/cli/runtime.ts";
import { Terminal } from "../../../src/cli/terminal.ts";
import { systemClock } from "../../../src/core/model/clock.ts";

const URL_NAME = "AZURE_RESOURCE_MANAGER_URL";
const STACK = "https://management.local.example";

/** A terminal at which a person sits, who types an answer to every question. */
class Person {
  readonly input = Object.assign(new PassThrough(), { isTTY: true });
  readonly words = Object.assign(new PassThrough(), { isTTY: true });
  readonly said: string[] = [];
  questions = 0;

  constructor(answer: string) {
    this.words.on("data", (chunk: Buffer) => {
      const text = chunk.toString("utf8");
      this.said.push(text);
      if (text.includes("To trust it")) {
        this.questions++;
        this.input.write(`${answer}\n`);
      }
    });
  }
}

describe("the endpoint", () => {
  let folder = "";
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "bastion-trust-"))));
  afterEach(() => rm(folder, { recursive: true }));

  function choose(env: Record<string, string>, options: EndpointOptions = {}, person?: Person) {
    const terminal = new Terminal(
      person?.input ?? new PassThrough(),
      new PassThrough(),
      person?.words ?? new PassThrough(),
    );
    const runtime: Runtime = {
      // With a token at hand, the Azure CLI isn't asked where it signs in.
      env: { AZURE_ACCESS_TOKEN: "unused", ...env },
      platform: "linux",
      terminal,
      clock: systemClock,
      signal: new AbortController().signal,
      toItsEnd: (work) => work(),
      version: "0",
      trustFolder: folder,
    };
    return chooseCloud(options, runtime, new AzureCli(runtime));
  }

  async function refusal(...args: Parameters<typeof choose>): Promise<number> {
    const error: unknown = await choose(...args).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof CommandError, String(error));
    return error.exitCode;
  }

  it("is Microsoft's, unless something else is said", async () => {
    assert.equal((await choose({})).name, "public");
    assert.equal((await choose({}, { cloud: "AzureChinaCloud" })).name, "china");
    assert.equal((await choose({ [URL_NAME]: "https://management.usgovcloudapi.net/" })).name, "usGovernment");
    // What the user types goes before what a workspace may have set.
    assert.equal((await choose({ [URL_NAME]: STACK }, { cloud: "public" })).name, "public");
    assert.equal(await refusal({}, { cloud: "toString" }), EXIT.usage);
  });

  it("must be an address over TLS, or on this machine", async () => {
    const trusted = { trustEndpoint: "http://management.local.example" };
    for (const url of ["nonsense", "ftp://a.example", "https://user:word@a.example", "https://a.example/?x=1"]) {
      assert.equal(await refusal({ [URL_NAME]: url }), EXIT.usage, url);
    }
    assert.equal(await refusal({ [URL_NAME]: "http://management.local.example" }, trusted), EXIT.usage);
    const local = await choose({ [URL_NAME]: "http://127.0.0.1:1" }, { trustEndpoint: "http://127.0.0.1:1" });
    assert.equal(local.resourceManagerUrl.origin, "http://127.0.0.1:1");
  });

  it("is on no other machine over http: a proxy would see the token", async () => {
    const trusted = { trustEndpoint: "http://127.0.0.1:1" };
    const local = { [URL_NAME]: "http://127.0.0.1:1" };
    for (const proxied of [
      { NODE_USE_ENV_PROXY: "1", HTTP_PROXY: "http://proxy.example" },
      { NODE_OPTIONS: "--no-warnings --use-env-proxy", http_proxy: "http://proxy.example" },
    ]) {
      assert.equal(await refusal({ ...local, ...proxied }, trusted), EXIT.usage);
      // What is encrypted may pass one.
      assert.equal((await choose({ ...proxied, [URL_NAME]: STACK }, { trustEndpoint: STACK })).name, "custom");
    }
    // Without a word to Node.js, its fetch uses none.
    assert.equal((await choose({ ...local, HTTP_PROXY: "http://proxy.example" }, trusted)).name, "custom");
  });

  it("of another name is confirmed by that very origin only", async () => {
    const env = { [URL_NAME]: `${STACK}/path` };
    assert.equal((await choose(env, { trustEndpoint: STACK })).name, "custom");
    for (const trustEndpoint of [
      "",
      "true",
      "https://management.azure.com",
      "http://management.local.example",
      `${STACK}:8443`,
      `${STACK}.evil.example`,
    ]) {
      assert.equal(await refusal(env, { trustEndpoint }), EXIT.signIn, trustEndpoint);
    }
    assert.equal(await refusal(env), EXIT.signIn);
  });

  it("gets no tokens of Microsoft's clouds, whatever audience is set and whatever is trusted", async () => {
    for (const audience of ["https://management.azure.com", "https://management.core.windows.net/", "a-guid"]) {
      const env = { [URL_NAME]: STACK, AZURE_RESOURCE_MANAGER_AUDIENCE: audience };
      assert.equal(await refusal(env, { trustEndpoint: STACK }), EXIT.signIn, audience);
    }
  });

  it("is named and confirmed once at the terminal, by typing its host", async () => {
    const person = new Person("management.local.example");
    assert.equal((await choose({ [URL_NAME]: STACK }, {}, person)).name, "custom");
    assert.match(person.said.join(""), /https:\/\/management\.local\.example/u);
    assert.equal((await choose({ [URL_NAME]: STACK }, {}, person)).name, "custom");
    assert.equal(person.questions, 1);
    // Without a terminal, too.
    assert.equal((await choose({ [URL_NAME]: STACK })).name, "custom");
  });

  it("is confirmed with its audience: another one is asked about again", async () => {
    await choose({ [URL_NAME]: STACK }, {}, new Person("management.local.example"));
    const env = { [URL_NAME]: STACK, AZURE_RESOURCE_MANAGER_AUDIENCE: "https://other.example" };
    assert.equal(await refusal(env), EXIT.signIn);
    const person = new Person("no");
    assert.equal(await refusal(env, {}, person), EXIT.signIn);
    assert.equal(person.questions, 1);
  });

  it("isn't remembered by a flag, nor by a file that can't be read", async () => {
    await choose({ [URL_NAME]: STACK }, { trustEndpoint: STACK });
    await assert.rejects(readFile(join(folder, "trusted-endpoints.json")));
    await writeFile(join(folder, "trusted-endpoints.json"), "{broken");
    assert.equal(await refusal({ [URL_NAME]: STACK }), EXIT.signIn);
  });
});
