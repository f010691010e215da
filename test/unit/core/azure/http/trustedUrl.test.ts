import { strict as assert } from "node:assert";
import { AzureError } from "../../../../../src/core/azure/http/azureError.ts";
import { Transport } from "../../../../../src/core/azure/http/transport.ts";
import { isTrustedUrl, trustedUrl } from "../../../../../src/core/azure/http/trustedUrl.ts";
import { cloudFromSettings } from "../../../../../src/core/model/cloud.ts";
import { azureErrorOf, clientAt, cloudAt, json, memoryLog, quick, scriptedServer } from "../testArm.ts";

const azure = cloudFromSettings(undefined, undefined);
const { origin } = azure.resourceManagerUrl;
const from = new URL(`${origin}/subscriptions/s/x?page=1`);

/** What a link could name that isn't the cloud's own resource manager, by what differs. */
const foreign: Readonly<Record<string, string>> = {
  "another name": "https://azure.example/x",
  "a name that begins like it": `${origin}.azure.example/x`,
  "another port": `${origin}:8443/x`,
  "no encryption": `${origin.replace("https:", "http:")}/x`,
  "a user before the host": origin.replace("https://", "https://user:password@"),
  "it as the user of another host": `${origin}@azure.example/x`,
  "no scheme and another host": "//azure.example/x",
  "a file": "file:///x",
};

describe("The two guards of a token", () => {
  describe("where a link is read", () => {
    for (const [name, link] of Object.entries(foreign)) {
      it(`refuses ${name}`, () => {
        assert.throws(
          () => trustedUrl(link, from, azure),
          (error) => error instanceof AzureError && error.facts.code === "ForeignUrl" && error.facts.maybeReceived,
        );
      });
    }

    it("takes the cloud's own, absolute or relative", () => {
      assert.equal(trustedUrl(`${origin}/y?a=1`, from, azure).href, `${origin}/y?a=1`);
      assert.equal(trustedUrl("?page=2", from, azure).href, `${origin}/subscriptions/s/x?page=2`);
    });
  });

  describe("where a token is added", () => {
    it("sends nothing to another origin, and asks for no token", async () => {
      await using own = await scriptedServer((_request, response) => json(response, 200, []));
      await using sink = await scriptedServer((_request, response) => json(response, 200, []));
      const transport = new Transport({ cloud: cloudAt(own.url), log: memoryLog(), userAgent: "test", timing: quick });
      const { credential, options, tokenRequests } = clientAt(own.url, () => "token");
      const url = new URL(`${sink.url}/x`);
      const { facts } = await azureErrorOf(
        transport.send(credential, { method: "GET", url, repeat: "always" }, options),
      );
      assert.deepEqual([facts.code, facts.maybeReceived], ["ForeignUrl", false]);
      assert.deepEqual([sink.requests.length, tokenRequests.length], [0, 0]);
    });

    for (const [name, link] of Object.entries(foreign)) {
      it(`doesn't trust ${name}`, () => assert.equal(isTrustedUrl(new URL(link, from), azure), false));
    }
  });
});
