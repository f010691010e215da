import assert from "node:assert/strict";
import fc from "fast-check";
import { kqlString, timespan } from "../../../../../src/core/watch/alert/kql.ts";
import { termsOf } from "../../../../../src/core/model/session/sessionFilter.ts";
import { alertFor, LOGGED, queryOf } from "./alertRules.ts";
import { problemsOf, tokensOf } from "./kusto.ts";

/** A term of each kind that there is. */
const MATCH = [
  'user:"azure user"',
  "person:ann@contoso.com",
  "vm:prod",
  "host:bas",
  "ip:10.1",
  "from:10.0.0.0/8",
  "from:fd00::/8",
  "from:10.1",
  "protocol:ssh",
  "group:rg",
  "id:/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm",
  "o'neil\\",
].join(" ");

/** Texts made of what means something to Kusto, and of anything. */
const hostileText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "'",
        "\\",
        "\\'",
        "'''",
        "|",
        "//",
        "\n",
        ")",
        "${x}",
        "`",
        "\u202E",
        "\u0000",
        "😀",
        "ß",
        " or ",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join("").replaceAll('"', "'"))
  .filter((text) => text.trim() !== "");

describe("A rule's query on the audit log", () => {
  for (const trigger of LOGGED) {
    it(`fits the documented schema: ${trigger.kind}`, () => {
      const query = queryOf(alertFor(trigger));
      assert.notEqual(query, "");
      assert.deepEqual(problemsOf(query), [], query);
      const matched = queryOf(alertFor(trigger, { match: MATCH }));
      assert.deepEqual(problemsOf(matched), [], matched);
    });
  }

  it("is checked by a parser that knows the table's columns", () => {
    assert.equal(problemsOf("MicrosoftAzureBastionAuditLogs | where UserName_s == 'a'").length, 1);
    assert.equal(problemsOf("MicrosoftAzureBastionAuditLogs | where TimeGenerated contains_cs").length > 0, true);
  });

  it("has what a rule says only as texts, whatever that is", () => {
    const field = fc.constantFrom("user", "person", "vm", "host", "ip", "protocol", "group");
    fc.assert(
      fc.property(fc.constantFrom(...LOGGED), field, hostileText, (trigger, name, wanted) => {
        const match = `${name}:"${wanted}"`;
        const query = queryOf(alertFor(trigger, { match }));
        const { tokens, texts } = tokensOf(query);
        // Everything but the text is as in a rule that fits the schema.
        assert.deepEqual(tokens, tokensOf(queryOf(alertFor(trigger, { match: `${name}:x` }))).tokens);
        assert.ok(texts.includes(termsOf(match)[0]?.text ?? ""), query);
        assert.doesNotMatch(query.replaceAll("\n", ""), /[\p{C}\p{Zl}\p{Zp}]/u);
        assert.ok(!query.includes("'''"));
      }),
      { numRuns: 300 },
    );
  });

  it("fits the schema for any rule", () => {
    const term = fc
      .tuple(
        fc.constantFrom("", "user:", "from:", "id:", "id:/", "nope:", "vm:"),
        fc.constantFrom("", '"'),
        hostileText,
      )
      .map(([field, quote, wanted]) => `${field}${quote}${wanted}${quote}`);
    fc.assert(
      fc.property(fc.constantFrom(...LOGGED), fc.array(term, { maxLength: 4 }), (trigger, terms) => {
        const query = queryOf(alertFor(trigger, { match: terms.join(" ") }));
        assert.deepEqual(problemsOf(query), [], query);
      }),
      { numRuns: 40 },
    );
  });

  it("writes a text as a literal that means it", () => {
    assert.equal(kqlString("o'neil\\"), String.raw`'o\'neil\\'`);
    assert.equal(kqlString("a\nb\u202E"), String.raw`'a\u000ab\u202e'`);
    assert.deepEqual(tokensOf(`print ${kqlString("a\u202E\nb😀\u{E0001}")}`).texts, ["a\u202E\nb😀\u{E0001}"]);
  });

  it("writes a length of time in the unit that has no remainder", () => {
    assert.deepEqual([2880, 480, 90, 1.5].map(timespan), ["2d", "8h", "90m", "90s"]);
  });

  it("leaves out what the log can't tell, and names it", () => {
    const { unsaid } = alertFor({ kind: "connects" }, { match: "subscription:prod >4h id:5f2c vm:x" });
    assert.deepEqual(unsaid, [
      { kind: "term", text: "subscription:prod" },
      { kind: "term", text: ">4h" },
      { kind: "term", text: "id:5f2c" },
    ]);
    const query = queryOf(alertFor({ kind: "connects" }, { match: "subscription:prod >4h id:5f2c vm:x" }));
    assert.doesNotMatch(query, /prod|4h|5f2c/u);
    assert.match(query, /TargetName contains 'x'$/u);
  });

  it("looks for a text in every column, and says that subscriptions have none", () => {
    const alert = alertFor({ kind: "connects" }, { match: "ann" });
    assert.deepEqual(alert.unsaid, [{ kind: "subscriptionNames", text: "ann" }]);
    assert.equal(queryOf(alert).match(/ contains 'ann'/gu)?.length, 9);
    // In quotes, it is a text.
    assert.match(queryOf(alertFor({ kind: "connects" }, { match: '">4h"' })), /UserName contains '>4h'/u);
  });

  it("compares addresses with blocks of their own version", () => {
    const query = queryOf(
      alertFor({ kind: "connects" }, { match: "from:10.0.0.0/8 from:fd00::/8 from:::ffff:192.0.2.1" }),
    );
    assert.match(query, /coalesce\(ipv4_is_in_range\(ClientAddress, '10\.0\.0\.0\/8'\), false\)/u);
    assert.match(
      query,
      /ClientAddress contains ':' and coalesce\(ipv6_is_in_range\(ClientAddress, 'fd00::\/8'\), false\)/u,
    );
    assert.match(query, /ipv4_is_in_range\(ClientAddress, '192\.0\.2\.1'\)/u);
  });

  it("has hours in the rule's zone, and goes on after midnight", () => {
    const outside = LOGGED.find(({ kind }) => kind === "outside")!;
    const alert = alertFor(outside);
    assert.equal(alert.zone, "Europe/Berlin");
    assert.match(queryOf(alert), /datetime_utc_to_local\(TimeGenerated, 'Europe\/Berlin'\)/u);
    assert.ok(
      queryOf(alert).endsWith(
        "| where not((Day in (1, 2, 3, 4, 5) and Minute >= 420 and Minute < 1140) or (Day in (6) and Minute >= 1320) or (Day in (0) and Minute < 120))",
      ),
    );
  });
});
