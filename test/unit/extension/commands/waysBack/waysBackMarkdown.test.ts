import assert from "node:assert/strict";
import fc from "fast-check";
import markdownIt from "markdown-it";
import { armKey } from "../../../../../src/core/model/armId.ts";
import { cloudFromSettings, type Cloud } from "../../../../../src/core/model/cloud.ts";
import type { EntrySession, JournalEntry } from "../../../../../src/core/journal/journalEntry.ts";
import type { JournalVerdict } from "../../../../../src/core/journal/journalFormat.ts";
import { importWithStub } from "../../vscodeStub.ts";

const { waysBackMarkdown } = await importWithStub(
  () => import("../../../../../src/extension/commands/waysBack/waysBackMarkdown.ts"),
);
const { waysBackOf } = await importWithStub(() => import("../../../../../src/extension/commands/waysBack/waysBack.ts"));

const HOST = "/subscriptions/s-1/resourceGroups/rg-hub/providers/Microsoft.Network/bastionHosts/bas-prod";
const VM = "/subscriptions/s-1/resourceGroups/rg-(web)/providers/Microsoft.Compute/virtualMachines/vm-web-01";

type Session = EntrySession["session"];

function session(more: Partial<Session> = {}, verdict: JournalVerdict = "disconnected"): EntrySession {
  return {
    hostId: HOST,
    hostName: "bas-prod",
    actor: { account: "ops", accountId: "a", tenantId: "t-1" },
    session: { sessionId: "1", userName: "ann", targetHostName: "vm-web-01", targetResourceId: VM, ...more },
    verdict,
  };
}

interface Now {
  readonly cloud?: Cloud;
  readonly shareableLink?: boolean;
  readonly isHostKnown?: boolean;
}

function section(
  sessions: readonly EntrySession[],
  { cloud = cloudFromSettings(undefined, undefined), shareableLink, isHostKnown = true }: Now = {},
): string | undefined {
  const entry: JournalEntry = { id: "1", at: "2026-11-28T21:25:22.000Z", by: "user", sessions, warnings: [] };
  const host = {
    id: HOST,
    key: armKey(HOST),
    name: "bas-prod",
    subscriptionId: "s-1",
    resourceGroup: "rg-hub",
    sku: "Standard",
    ...(shareableLink !== undefined && { shareableLink }),
  };
  const ways = waysBackOf(entry, { cloud, host: (key) => (isHostKnown && key === host.key ? host : undefined) });
  return ways && waysBackMarkdown(ways, "##");
}

/** The addresses that a section links to. */
function links(text: string | undefined): readonly string[] {
  return [...(text ?? "").matchAll(/\]\(<(?<url>[^>]*)>\)/gu)].map(({ groups }) => groups?.["url"] ?? "");
}

const exact = session({ person: "ann+1@contoso.com", confidence: "exact" });

describe("Ways back after a disconnect", () => {
  it("name the accounts on the VMs, and whether shareable links are possible on the host", () => {
    const text = section([session(), session({ userName: "bob" })], { shareableLink: true }) ?? "";
    assert.ok(text.startsWith("## Ways back\n\nDisconnecting doesn't lock users out."), text);
    assert.match(text, /^ {2}- bas-prod: possible$/m);
    assert.match(text, /^ {2}- ann on vm-web-01\n {2}- bob on vm-web-01$/m);
    assert.match(text, /Review Shareable Links… in this editor's title asks Azure/);
    assert.match(text, /Tell Me If They Return…/);
  });

  for (const [name, shareableLink, isHostKnown, said] of [
    ["off, where Azure says so", false, true, "off"],
    ["unknown, where Azure didn't say", undefined, true, "unknown"],
    ["unknown, where the host isn't known now", true, false, "unknown"],
  ] as const) {
    it(`say of shareable links: ${name}`, () => {
      const text = section([session()], { isHostKnown, ...(shareableLink !== undefined && { shareableLink }) }) ?? "";
      assert.match(text, new RegExp(`^ {2}- bas-prod: ${said}$`, "m"));
      assert.doesNotMatch(text, /Review Shareable Links/);
    });
  }

  it("aren't there where nothing was disconnected, and leave out what wasn't", () => {
    assert.equal(section([session({}, "failed"), session({}, "notSent")]), undefined);
    assert.doesNotMatch(section([session(), session({ userName: "kept" }, "failed")]) ?? "", /kept/);
  });

  it("have those of 1,000 users in a list of 20", () => {
    const many = Array.from({ length: 1_000 }, (_, index) => session({ userName: `user-${String(index)}` }));
    const text = section(many) ?? "";
    assert.equal(text.split(" on vm-web-01").length - 1, 20);
    assert.match(text, /^ {2}- 980 more$/m);
  });

  for (const [name, confidence, isThere] of [
    ["who is known exactly", "exact", true],
    ["who is known by a match", "matched", true],
    ["but not one of several connections", "samePerson", false],
  ] as const) {
    it(`link to the directory's users for a person ${name}`, () => {
      const text = section([session({ person: "ann@contoso.com", confidence })]) ?? "";
      assert.equal(text.includes("Revoke sessions"), isThere);
      assert.equal(text.includes("probably `ann@contoso.com`"), isThere && confidence === "matched");
    });
  }

  const custom = {
    resourceManagerEndpointUrl: "https://management.local.example",
    managementEndpointUrl: "https://management.local.example",
    portalUrl: "https://portal.local.example",
  };
  for (const [name, cloud, origin, hasUsers] of [
    ["the public cloud", cloudFromSettings(undefined, undefined), "https://portal.azure.com", true],
    ["China", cloudFromSettings("ChinaCloud", undefined), "https://portal.azure.cn", true],
    ["the US Government", cloudFromSettings("USGovernment", undefined), "https://portal.azure.us", true],
    ["a custom cloud", cloudFromSettings("custom", custom), "https://portal.local.example", false],
  ] as const) {
    it(`link to the portal of ${name}, and to nothing else`, () => {
      const path = (id: string) => id.replace("(web)", encodeURIComponent("(web)"));
      assert.deepEqual(links(section([exact], { cloud })), [
        `${origin}/#@t-1/resource${path(HOST)}/users`,
        `${origin}/#@t-1/resource${path(VM)}/users`,
        ...(hasUsers ? [`${origin}/t-1/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`] : []),
      ]);
    });
  }

  it("have no links where the host isn't known now, whose cloud isn't either", () => {
    assert.deepEqual(links(section([exact], { isHostKnown: false })), []);
  });

  it("link to no VM that Azure named by its address", () => {
    const targetResourceId = "/subscriptions/s-1/resourceGroups/rg/providers/Microsoft.Network/bh-hostConnect/10.1.0.4";
    assert.equal(links(section([session({ targetResourceId })])).length, 1);
  });

  it("are text, whatever users, people and VMs are called", () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.constantFrom(
        "[x](command:workbench.action.quit)",
        "](<https://evil.example>)",
        "<img src=x onerror=alert(1)>",
        "a\n## b\n- [c](https://evil.example)",
        "`x` <https://evil.example>",
        "https://evil.example",
        "$(zap)",
        "|",
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, hostile, (userName, targetHostName, person) => {
        const text = section([session({ userName, targetHostName, person, confidence: "exact" })]) ?? "";
        const tokens = markdownIt({ html: true, linkify: true }).parse(text, {});
        const all = tokens.flatMap((token) => [token, ...(token.children ?? [])]);
        assert.deepEqual(
          all.filter(({ type }) => /^html|^image$|^fence$|^table/u.test(type)).map(({ content }) => content),
          [],
        );
        assert.equal(all.filter(({ type }) => type === "heading_open").length, 1, text);
        for (const link of all.filter(({ type }) => type === "link_open")) {
          assert.ok(String(link.attrGet("href")).startsWith("https://portal.azure.com/"), text);
        }
      }),
    );
  });
});
