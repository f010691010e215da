import assert from "node:assert/strict";
import fc from "fast-check";
import { parseBastionHostId, parseResourceId, parseTargetId, resourcePath } from "../../../../src/core/model/armId.ts";
import { isReplay } from "../../../support/properties.ts";

const RUNS = 5_000;

describe("Any id", () => {
  const name = fc.string({ unit: fc.constantFrom(...Array.from("abcXYZ019_.()'-")), minLength: 1 });
  const hostile = fc.constantFrom(
    ".",
    "..",
    "%2e%2e",
    "%2f",
    "a/b",
    "a\\b",
    "?",
    "#",
    "a b",
    "\n",
    "",
    "그룹(1)",
    "\u017F",
    "\u212A",
    "．．",
    "é",
    "e\u0301",
    "@",
    ":",
    "//evil.example",
    "\uD800",
  );
  const segment = fc.oneof({ weight: 12, arbitrary: name }, hostile, fc.string({ unit: "binary" }));
  /** Mostly the first. */
  const mostly = (usual: string, ...others: string[]) =>
    fc.oneof({ weight: 20, arbitrary: fc.constant(usual) }, fc.constantFrom(...others));
  const likeAnId = fc
    .tuple(
      mostly("/", "//", "", "https://evil.example/", "/.//", "\\"),
      mostly("subscriptions", "SUBSCRIPTIONS", "ſubscriptions"),
      segment,
      mostly("resourceGroups", "resourcegroups", ".."),
      segment,
      mostly("providers", "Providers"),
      mostly("Microsoft.Network", ".."),
      mostly("bastionHosts", "BASTIONHOSTS", "bh-hostConnect"),
      segment,
      mostly("", "/", "/x", "?a=b", "#x", "\n"),
    )
    .map(
      ([start, a, s, b, g, c, namespace, type, last, end]) =>
        `${start}${[a, s, b, g, c, namespace, type, last].join("/")}${end}`,
    );
  const anything = fc.oneof({ weight: 6, arbitrary: likeAnId }, fc.string({ unit: "binary" }), fc.anything());
  const ORIGIN = "https://management.example";

  it("is no id, or makes a path that leads where it says and nowhere else", () => {
    let read = 0;
    const property = fc.property(anything, (value) => {
      const id = parseResourceId(value);
      assert.deepEqual(parseBastionHostId(value) ?? id, id);
      assert.deepEqual(parseTargetId(value) ?? id, id);
      if (id) {
        read++;
        const path = resourcePath(id);
        const url = new URL(path, `${ORIGIN}/elsewhere/`);
        assert.equal(url.href, ORIGIN + path);
        assert.equal(url.pathname.split("/").length, 9);
        assert.deepEqual(parseResourceId(decodeURIComponent(url.pathname)), id);
      }
    });
    fc.assert(property, { numRuns: RUNS });
    // If all were rejected, the test would prove nothing. A replay is of only one.
    assert.ok(read > RUNS / 20 || isReplay, String(read));
  });
});
