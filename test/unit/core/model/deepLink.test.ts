import assert from "node:assert/strict";
import fc from "fast-check";
import type { ArmKey } from "../../../../src/core/model/armId.ts";
import { formatDeepLink, parseDeepLink, type DeepLink, type UriParts } from "../../../../src/core/model/deepLink.ts";

const host = "/subscriptions/s-1/resourcegroups/rg-hub/providers/microsoft.network/bastionhosts/bas-hub" as ArmKey;
const target = "/subscriptions/s-1/resourcegroups/rg/providers/microsoft.compute/virtualmachines/vm-1" as ArmKey;
const tenant = "7c2f3f0e-6f0e-4b7e-8d0a-0d9a4f4f0a02";
const entry = "1b4e28ba-2fa1-41d2-883f-0016d3cca427";

/** A link's parts as VS Code hands them over: it decodes each of them once. */
function partsOf(link: string): UriParts {
  const [, path = "", query = "", fragment = ""] =
    /^[^?#]*\/\/[^/?#]*([^?#]*)(?:\?([^#]*))?(?:#(.*))?$/su.exec(link) ?? [];
  const [decodedPath, decodedQuery, decodedFragment] = [path, query, fragment].map(decodeURIComponent);
  return { path: decodedPath ?? "", query: decodedQuery ?? "", fragment: decodedFragment ?? "" };
}

function parsed(query: string, path = "/host"): DeepLink | undefined {
  return parseDeepLink({ path, query, fragment: "" });
}

const places: readonly DeepLink[] = [
  { place: "host", host, tenant },
  { place: "host", host },
  { place: "session", host, session: "0a1b-2c", tenant },
  { place: "find" },
  { place: "find", target, tenant },
  { place: "table" },
  { place: "table", host },
  { place: "table", subscription: "s-1", tenant },
  { place: "history" },
  { place: "history", host },
  { place: "history", host, session: "0a1b-2c" },
  { place: "doctor" },
  { place: "doctor", host, tenant },
  { place: "journal" },
  { place: "journal", entry },
];

describe("a deep link", () => {
  it("is written and read for every place", () => {
    for (const link of places) {
      const text = formatDeepLink("vscode", link);
      assert.ok(text, JSON.stringify(link));
      assert.deepEqual(parseDeepLink(partsOf(text)), link);
    }
    assert.equal(
      formatDeepLink("vscode-insiders", { place: "session", host, session: "a b", tenant }),
      `vscode-insiders://bastion-sessions.bastion-sessions/session?host=${host}&session=~YSBi&tenant=${tenant}`,
    );
  });

  it("is read as it was written, whatever characters a session's ID has, and has no character that acts in Markdown", () => {
    const ids = fc.oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 60 }),
      fc.stringMatching(/^[&=%#?+~/:.'"() -]{1,20}$/),
    );
    fc.assert(
      fc.property(ids, (session) => {
        const link: DeepLink = { place: "session", host, session, tenant };
        const text = formatDeepLink("vscode", link);
        assert.ok(text);
        assert.match(text, /^[\w:/?=&.~%-]+$/u);
        assert.deepEqual(parseDeepLink(partsOf(text)), link);
      }),
    );
  });

  it("is written as it was read, whatever it is read from", () => {
    const word = fc.oneof(
      fc.constantFrom(host, target, tenant, entry, "s-1", "a.b:c", "~YSBi", "~YSBj=", ""),
      fc.string({ maxLength: 30 }),
    );
    const name = fc.constantFrom("host", "session", "target", "subscription", "entry", "tenant", "user", "windowId");
    const query = fc
      .array(fc.tuple(name, word), { maxLength: 4 })
      .map((pairs) => pairs.map((pair) => pair.join("=")).join("&"));
    const path = fc.constantFrom("/host", "/session", "/find", "/table", "/history", "/doctor", "/journal", "/run");
    fc.assert(
      fc.property(path, query, (at, of) => {
        const link = parsed(of, at);
        const text = link && formatDeepLink("vscode", link);
        assert.deepEqual(text && parseDeepLink(partsOf(text)), link);
      }),
      { numRuns: 2_000 },
    );
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (path, query) => {
        assert.equal(parsed(query, path), undefined);
      }),
    );
  });

  it("doesn't depend on the case of IDs or on the order of its parameters", () => {
    assert.deepEqual(parsed(`tenant=${tenant.toUpperCase()}&host=${host.toUpperCase()}`), {
      place: "host",
      host,
      tenant,
    });
  });

  it("is refused if anything in it is too much, doubled, missing, or of another kind", () => {
    const refused: readonly (readonly [query: string, path?: string])[] = [
      [""],
      ["host="],
      [`host=${host}/`],
      [`host=${host}&`],
      [`host=${host}&host=${host}`],
      [`host=${host}&tenant=${tenant}&tenant=${tenant}`],
      [`host=${host}&tenant=`],
      [`host=${host}&tenant=../x`],
      [`host=${host}&session=a`],
      [`host=${host}&user=ann`],
      [`host=${host}&windowId=_blank`],
      [`HOST=${host}`],
      [`__proto__=${host}`],
      [`host=${target}`],
      [`host=${host}`.replace("bas-hub", "..")],
      [`host=${host}`.replace("bas-hub", "a%2Fb")],
      [`host=${encodeURIComponent(host)}`],
      [`host=${host}\n`],
      [`host=${host}`, "/session"],
      ["session=a", "/session"],
      [`host=${host}&session=a b`, "/session"],
      [`host=${host}&session=~YQ`, "/session"],
      [`host=${host}&session=~YSBi=`, "/session"],
      [`host=${host}&session=~`, "/session"],
      [`host=${host}&session=${"a".repeat(1_001)}`, "/session"],
      [`host=${host}&subscription=s-1`, "/table"],
      [`tenant=${tenant}`, "/table"],
      ["session=a", "/history"],
      [`entry=${entry}&tenant=${tenant}`, "/journal"],
      ["entry=../journal", "/journal"],
      [`target=${target}/extra`, "/find"],
      ["text=ann", "/find"],
      ["", ""],
      ["", "/"],
      ["", "/find/"],
      ["", "//find"],
      ["", "find"],
      ["", "/Find"],
      ["", "/toString"],
      ["", "/disconnect"],
    ];
    for (const [query, path] of refused) {
      assert.equal(parsed(query, path), undefined, `${path ?? "/host"}?${query}`);
    }
    assert.equal(parseDeepLink({ path: "/find", query: "", fragment: "x" }), undefined);
    assert.equal(parsed(`host=${host}`.padEnd(9_000, "a")), undefined);
  });

  it("isn't written for what it couldn't lead to", () => {
    const none: readonly DeepLink[] = [
      { place: "host" },
      { place: "host", host: `${host}/x` as ArmKey },
      { place: "session", host, session: "" },
      { place: "session", host, session: "a".repeat(1_001) },
      // No encoding that is read back has half of a character.
      { place: "session", host, session: "\uD800" },
      { place: "journal", entry: "1" },
      { place: "find", target: "/via/vm/10.0.0.4" as ArmKey },
    ];
    assert.deepEqual(
      none.map((link) => formatDeepLink("vscode", link)),
      none.map(() => undefined),
    );
  });
});
