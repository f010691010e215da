import assert from "node:assert/strict";
import fc from "fast-check";
import { patience } from "../../../support/patience.ts";
import { holdsUrl, withoutLinkUrls, withoutUrls } from "../../../../src/core/text/linkUrls.ts";

const TOKEN = "5b1f0c3e-secret-token";
const LINK = `https://bst-5b1f0c3e-0f2a-4b7e-9a51-9d8c61f1a001.bastion.azure.com/api/shareable-url/${TOKEN}`;

const forms: readonly (readonly [string, string])[] = [
  ["as Azure writes it", LINK],
  ["in upper case", LINK.toUpperCase()],
  ["of another cloud", LINK.replace("azure.com", "azure.us")],
  ["under another host", LINK.replace(/bst-[^/]+/, "links.example")],
  ["without its scheme", LINK.slice("https://".length)],
  ["without its host", `/api/shareable-url/${TOKEN}`],
  ["under another path", LINK.replace("/api/shareable-url/", "/s/")],
  ["percent-encoded", encodeURIComponent(LINK)],
  ["with the slashes of JSON", LINK.replaceAll("/", String.raw`\/`)],
  ["with a query and a fragment", `${LINK}?a=b&c=%20#d`],
];

describe("The URL of a shareable link", () => {
  const around: readonly (readonly [string, string])[] = [
    ["", ""],
    ["The link '", "' can't be deleted."],
    ['{"bsl":"', '"}'],
    ["<a href=", ">it</a>"],
    ["Links: ", `, ${LINK}; ${LINK}.`],
    ["line\n", "\nline"],
  ];
  for (const [form, url] of forms) {
    it(`is taken out of a text, ${form}`, () => {
      for (const [before, after] of around) {
        for (const take of [withoutLinkUrls, withoutUrls]) {
          const text = take(before + url + after);
          assert.ok(!text.toLowerCase().includes(TOKEN), text);
          assert.ok(text.includes("[URL removed]"), text);
        }
      }
      assert.ok(holdsUrl(`at ${url}`));
    });
  }

  it("leaves the words around it", () => {
    assert.equal(withoutLinkUrls(`The link '${LINK}' has expired.`), "The link '[URL removed]' has expired.");
  });
});

describe("A text without such a URL", () => {
  const texts = [
    "",
    "The host is busy. For more details please go to https://aka.ms/ARMResourceNotFoundFix",
    "perform action 'Microsoft.Network/bastionHosts/getShareableLinks/action' over scope '/subscriptions/s/resourceGroups/rg-bastion/providers/Microsoft.Network/bastionHosts/bst-production.'",
    "2024-07-23T16:07:52.6952576Z",
    "07/23/2024 16:07:52",
  ];
  for (const text of texts) {
    it(`stays as it is: ${text.slice(0, 40)}`, () => assert.equal(withoutLinkUrls(text), text));
  }

  it("loses other URLs where the call is about links", () => {
    assert.equal(withoutUrls("See https://aka.ms/x or www.example.org."), "See [URL removed] or [URL removed]");
  });

  it("holds no URL for being a time", () => {
    assert.deepEqual(texts.slice(3).map(holdsUrl), [false, false]);
  });
});

it("Taking URLs out of any text leaves none, and is quick", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...forms.map(([, url]) => url)))), (parts) => {
      assert.ok(!withoutLinkUrls(parts.join("")).toLowerCase().includes(TOKEN));
      assert.ok(!holdsUrl(withoutUrls(parts.join(""))));
    }),
  );
  const long = "bst-".repeat(500_000);
  const start = performance.now();
  withoutLinkUrls(long);
  assert.ok(performance.now() - start < patience(2_000));
});
