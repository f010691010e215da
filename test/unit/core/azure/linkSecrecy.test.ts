import { strict as assert } from "node:assert";
import type { ServerResponse } from "node:http";
import { inspect } from "node:util";
import { AzureError } from "../../../../src/core/azure/http/azureError.ts";
import { deleteShareableLinks, listShareableLinks } from "../../../../src/core/azure/shareableLinks.ts";
import { secretsIn } from "../../../leaks/search.ts";
import { LINK_MARKER } from "../../../simulated-azure/world/links.ts";
import { patience } from "../../../support/patience.ts";
import { clientAt, HOST, json, scriptedServer } from "./testArm.ts";
import type { Client } from "./testArm.ts";

const VM = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm-1";
const GUID = "5b1f0c3e-0f2a-4b7e-9a51-9d8c61f1a001";
const LINK = `https://bst-${GUID}.bastion.azure.com/api/shareable-url/${LINK_MARKER}-${GUID}`;

/** The link as it may stand in a text. */
const written: readonly string[] = [
  LINK,
  `The link '${LINK}' is invalid.`,
  `{"bsl":"${LINK}"}`,
  LINK.slice("https://".length),
  encodeURIComponent(LINK),
  LINK.replaceAll("/", String.raw`\/`),
  `https://links.contoso.example/${LINK_MARKER}`,
];

/** Everything that a call leaves behind: its outcome with hidden properties and causes, its log, its announced waits. */
async function leftBy(client: Client, call: Promise<unknown>): Promise<readonly string[]> {
  const outcome = await call.catch((error: unknown) => error);
  const all = { depth: Infinity, showHidden: true, breakLength: Infinity, maxStringLength: Infinity };
  return [inspect(outcome, all), JSON.stringify(outcome), JSON.stringify(client.waits), ...client.log.lines];
}

const found = (texts: readonly string[]) => texts.flatMap((text) => secretsIn({ path: "", text }));

/** Both calls, against a server that gives them one answer. */
async function bothAgainst(answer: (response: ServerResponse, count: number) => void): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const call of ["list", "delete"] as const) {
    await using server = await scriptedServer((_request, response, count) => answer(response, count));
    const timing = { maxAttempts: 2, statusAttempts: 2, operationDeadlineMs: patience(200) };
    const client = clientAt(server.url, () => "token", timing);
    const { arm, credential, options } = client;
    texts.push(
      ...(await leftBy(
        client,
        call === "list"
          ? listShareableLinks(arm, credential, HOST, options)
          : deleteShareableLinks(arm, credential, HOST, [VM], options),
      )),
    );
    assert.ok(server.requests.length > 0);
  }
  return texts;
}

describe("The URL of a shareable link", () => {
  it("would be found by these tests", () => {
    for (const text of written) {
      assert.notDeepEqual(secretsIn({ path: "", text }), [], text);
    }
    const error = new AzureError({ kind: "failed", detail: "", azureMessage: LINK, maybeReceived: true });
    assert.notDeepEqual(found([inspect(error, { depth: Infinity })]), []);
  });

  it("is in no field of a link that was read, whatever field Azure writes it into", async () => {
    const names = ["bsl", "createdAt", "expiresAt", "expiryUrl", "message", "id", "name", "url", "BSL", "properties"];
    for (const text of written) {
      const fields = Object.fromEntries(names.map((name) => [name, text]));
      const nested = {
        ...fields,
        properties: fields,
        vm: { id: VM, ...Object.fromEntries(Object.entries(fields).filter(([name]) => name !== "id")) },
      };
      const value = [nested, { vm: { id: text }, ...fields }, { vm: text }, text, [text]];
      assert.deepEqual(found(await bothAgainst((response) => json(response, 200, { value }))), []);
    }
  });

  describe("is in no error, log line or wait", () => {
    const bodies = (text: string): readonly unknown[] => [
      { error: { code: text, message: text, target: text, details: [{ code: "Detail", message: text }] } },
      { error: { code: "Outer", message: JSON.stringify({ error: { code: "Inner", message: text } }) } },
      { error: { code: "Inner", innererror: { message: text } } },
      { error: text },
      { Code: "Broken", Message: text },
      { "odata.error": { code: "Broken", message: { lang: "en", value: text } } },
      { title: text, detail: text, errors: { vms: [text] } },
      [{ code: "Broken", message: text }],
      text,
    ];
    for (const status of [200, 202, 302, 400, 401, 403, 404, 409, 429, 500, 503]) {
      it(`of an answer ${status}`, async () => {
        const texts = await Promise.all(
          bodies(written.join(" ")).map((body) => bothAgainst((response) => json(response, status, body))),
        );
        assert.deepEqual(found(texts.flat()), []);
      });
    }

    it("of an answer's headers", async () => {
      const headers = {
        "x-ms-request-id": LINK,
        "x-ms-correlation-request-id": LINK,
        "retry-after": LINK,
        "www-authenticate": `Bearer error="invalid_token", error_description="${LINK}"`,
        location: LINK,
        "azure-asyncoperation": LINK,
      };
      for (const status of [200, 202, 302, 401, 429, 500]) {
        assert.deepEqual(
          found(await bothAgainst((response) => json(response, status, null, headers))),
          [],
          `${status}`,
        );
      }
    });

    it("of an answer that is no JSON, is cut off, or leads elsewhere", async () => {
      for (const body of [`<html>${LINK}</html>`, `{"value":[{"bsl":"${LINK}"`, LINK]) {
        const raw = (response: ServerResponse) => {
          response.writeHead(200, { "content-type": "application/json" });
          response.end(body);
        };
        assert.deepEqual(found(await bothAgainst(raw)), []);
      }
      const page = { value: [{ vm: { id: VM }, bsl: LINK }], nextLink: LINK };
      assert.deepEqual(found(await bothAgainst((response) => json(response, 200, page))), []);
      const same = { value: page.value, nextLink: "?page=2" };
      assert.deepEqual(found(await bothAgainst((response) => json(response, 200, same))), []);
    });

    it("of the long-running operation", async () => {
      const path = "/subscriptions/s/providers/Microsoft.Network/locations/westeurope/operations/1";
      const text = written.join(" ");
      const statuses = [
        { status: "Failed", error: { code: "Broken", message: text } },
        { status: "Canceled", error: { code: "Canceled", message: text } },
        { status: text },
        { status: "Succeeded", properties: { output: { error: { code: "Broken", message: text } } } },
        { error: { code: "Broken", message: text } },
        { status: "Succeeded", properties: { output: { value: [{ vm: { id: VM }, bsl: text, message: text }] } } },
      ];
      const headers = ["location", "azure-asyncoperation"];
      const texts = await Promise.all(
        statuses.flatMap((status) =>
          headers.flatMap((name) =>
            (("error" in status ? [200, 500] : [200]) as readonly number[]).map((code) =>
              bothAgainst((response, count) =>
                count === 0
                  ? json(response, 202, null, { [name]: path, "retry-after": "0" })
                  : json(response, code, status, { "retry-after": "0" }),
              ),
            ),
          ),
        ),
      );
      assert.deepEqual(found(texts.flat()), []);
    });
  });

  it("doesn't keep the action and the scope of a 403 from being read", async () => {
    const message = `The client 'x' does not have authorization to perform action 'Microsoft.Network/bastionHosts/getShareableLinks/action' over scope '${HOST}' for ${LINK}`;
    await using server = await scriptedServer((_request, response) =>
      json(response, 403, { error: { code: "AuthorizationFailed", message } }),
    );
    const { arm, credential, options } = clientAt(server.url, () => "token");
    const error = await listShareableLinks(arm, credential, HOST, options).catch((reason: unknown) => reason);
    assert.ok(error instanceof AzureError);
    assert.deepEqual(
      [error.facts.action, error.facts.scope, error.reason],
      ["Microsoft.Network/bastionHosts/getShareableLinks/action", HOST, "missingRole"],
    );
    assert.equal(error.facts.azureMessage, message.replace(LINK, "[URL removed]"));
  });

  it("is in no error of another call that quotes it", async () => {
    await using server = await scriptedServer((_request, response) =>
      json(response, 409, { error: { code: "Busy", message: `${LINK} is in use` } }),
    );
    const client = clientAt(server.url, () => "token");
    const api = { api: "Microsoft.Network", path: HOST } as const;
    assert.deepEqual(found(await leftBy(client, client.arm.get(client.credential, api, client.options))), []);
  });
});
