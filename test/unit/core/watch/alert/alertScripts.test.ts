import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { bashScript, powerShellScript } from "../../../../../src/core/watch/alert/alertCommands.ts";
import { bicepFile } from "../../../../../src/core/watch/alert/bicep.ts";
import type { RuleAlert } from "../../../../../src/core/watch/alert/ruleAlert.ts";
import type { Trigger } from "../../../../../src/core/watch/watchRule.ts";
import { alertFor, HOST, LOGGED, queryOf, SUBSCRIPTION, WHOLE_SUBSCRIPTION } from "./alertRules.ts";

const FULLER: Trigger = { kind: "fuller", percent: 80 };
const RETURNS: Trigger = { kind: "returns", withinMinutes: 1440 };
const LINK: Trigger = { kind: "linkUsed" };
const CONNECTS: Trigger = { kind: "connects" };

/** The words of each command, as bash makes them of the lines. */
function bashWords(alert: RuleAlert): readonly (readonly string[])[] {
  const script = bashScript(alert);
  assert.ok("text" in script);
  const recorded = `az() { printf '%s\\0' "$@"; printf '\\0'; }\n${script.text}`;
  const output = execFileSync("bash", ["--norc", "-c", recorded], { encoding: "utf8" });
  return output
    .split("\0\0")
    .filter(Boolean)
    .map((line) => line.split("\0"));
}

/** What an option is given. */
function given(words: readonly string[], option: string): string | undefined {
  return words[words.indexOf(`--${option}`) + 1];
}

describe("A rule as an alert in Azure", () => {
  it("is a scheduled query rule on the audit log", () => {
    const alert = alertFor(CONNECTS, { match: "person:o'neil@contoso.com" });
    const file = bicepFile(alert);
    assert.match(file, /^param location string = 'westeurope'$/mu);
    assert.match(file, /^resource logAlert 'Microsoft\.Insights\/scheduledQueryRules@2023-12-01' = \{$/mu);
    assert.match(file, /^ {2}kind: 'LogAlert'$/mu);
    assert.match(file, /^ {4}windowSize: 'PT15M'$/mu);
    assert.ok(file.includes(`var query = '''\n${queryOf(alert)}\n'''\n`));
    assert.ok(file.includes(String.raw`UserEmail contains 'o\'neil@contoso.com'`));
    assert.doesNotMatch(file, /targetResourceTypes|resourceIdColumn/u);

    const [words, ...others] = bashWords(alert);
    assert.deepEqual(others, []);
    assert.deepEqual(words?.slice(0, 3), ["monitor", "scheduled-query", "create"]);
    assert.equal(given(words, "scopes"), HOST.id);
    assert.equal(given(words, "condition"), "count 'Rows' > 0");
    assert.equal(given(words, "condition-query"), `Rows=${queryOf(alert).replaceAll("\n", " ")}`);
    assert.equal(given(words, "window-size"), "15m");
    assert.equal(given(words, "action-groups"), "ACTION_GROUP_ID");
  });

  it("tells the hosts of a subscription apart", () => {
    const alert = alertFor(CONNECTS, { scope: WHOLE_SUBSCRIPTION });
    const file = bicepFile(alert);
    assert.match(file, /targetResourceTypes: \[\n\s+'Microsoft\.Network\/bastionHosts'\n/u);
    assert.match(file, /resourceIdColumn: '_ResourceId'/u);
    const [words = []] = bashWords(alert);
    assert.equal(given(words, "scopes"), `/subscriptions/${SUBSCRIPTION}`);
    assert.equal(given(words, "target-resource-type"), "Microsoft.Network/bastionHosts");
    assert.equal(given(words, "condition"), "count 'Rows' > 0 resource id _ResourceId");
  });

  it("looks back as far as its query does, and at most two days", () => {
    const windowOf = (trigger: Trigger) => /windowSize: '(\w+)'/u.exec(bicepFile(alertFor(trigger)))?.[1];
    assert.equal(windowOf({ kind: "longerThan", minutes: 480 }), "P2D");
    assert.equal(windowOf({ kind: "failedSignIns", count: 5, withinMinutes: 90 }), "PT120M");
    assert.equal(given(bashWords(alertFor({ kind: "newAddress" }))[0] ?? [], "window-size"), "48h");
    for (const trigger of [
      { kind: "longerThan", minutes: 2880 },
      { kind: "failedSignIns", count: 5, withinMinutes: 2881 },
    ] as const) {
      const { alerts, unsaid } = alertFor(trigger, { match: ">4h" });
      assert.deepEqual([alerts, unsaid], [[], [{ kind: "tooLong" }]]);
    }
    assert.deepEqual(alertFor({ kind: "longerThan", minutes: 480 }).unsaid, [{ kind: "olderSessions" }]);
    assert.deepEqual(alertFor({ kind: "newAddress" }).unsaid, [{ kind: "olderAddresses" }]);
  });

  it("is a metric alert where it is about how full a host is", () => {
    const alert = alertFor(FULLER);
    const file = bicepFile(alert);
    assert.match(file, /'Microsoft\.Insights\/metricAlerts@2018-03-01'/u);
    assert.match(file, /'odata\.type': 'Microsoft\.Azure\.Monitor\.SingleResourceMultipleMetricCriteria'/u);
    // 80 % of the 20 RDP sessions of an instance.
    assert.match(file, /threshold: 16\n/u);
    assert.doesNotMatch(file, /param location/u);
    const [words = []] = bashWords(alert);
    assert.deepEqual(words.slice(0, 4), ["monitor", "metrics", "alert", "create"]);
    assert.equal(given(words, "condition"), "avg sessions >= 16 where host includes *");
    assert.deepEqual(alert.unsaid, [{ kind: "fullerByInstance" }]);
    assert.deepEqual(alertFor(FULLER, { match: "host:bas" }).unsaid.at(-1), { kind: "matchOfHosts" });
  });

  it("is none where Azure doesn't know how large hosts are, or compares with no earlier count", () => {
    const { host: _, ...unknown } = HOST;
    assert.deepEqual(alertFor(FULLER, { scope: WHOLE_SUBSCRIPTION }).unsaid, [{ kind: "fullerOfSubscription" }]);
    assert.deepEqual(alertFor(FULLER, { scope: { ...unknown, host: {} } }).unsaid, [{ kind: "fullerOfUnknownSize" }]);
    const more = alertFor({ kind: "more" });
    assert.deepEqual([more.alerts, more.unsaid, bicepFile(more)], [[], [{ kind: "more" }], ""]);
  });

  it("is on the Activity Log for what others do", () => {
    const returns = alertFor(RETURNS);
    assert.deepEqual(returns.unsaid, [{ kind: "returns" }]);
    const file = bicepFile(returns);
    assert.match(file, /'Microsoft\.Insights\/activityLogAlerts@2020-10-01'/u);
    assert.match(file, /location: 'Global'/u);
    const [words = []] = bashWords(returns);
    assert.deepEqual(words.slice(words.indexOf("--condition") + 1), [
      "category=Administrative",
      "and",
      "operationName=Microsoft.Network/bastionHosts/disconnectActiveSessions/action",
      "and",
      "status=Succeeded",
    ]);
    const link = alertFor(LINK);
    assert.deepEqual(
      bashWords(link).map((line) => given(line, "name")),
      ["Long sessions", "Long sessions - link created"],
    );
    assert.match(bicepFile(link), /createShareableLinks\/action/u);
  });

  it("says where to look in VS Code, in every form", () => {
    const deepLink = `vscode://bastion-sessions.bastion-sessions/host?host=${HOST.id.toLowerCase()}&tenant=t`;
    for (const trigger of [CONNECTS, FULLER, RETURNS]) {
      const alert = alertFor(trigger, { scope: { ...HOST, deepLink } });
      const description = `Bastion Sessions: ${deepLink}`;
      assert.ok(bicepFile(alert).includes(`description: '${description}'\n`));
      assert.equal(given(bashWords(alert)[0] ?? [], "description"), description);
      assert.ok("text" in powerShellScript(alert));
    }
    assert.doesNotMatch(bicepFile(alertFor(CONNECTS)), /description: /u);
  });

  it("hands PowerShell the query in a file", () => {
    const alert = alertFor(CONNECTS);
    assert.deepEqual(powerShellScript(alert), {
      text: [
        `@'\n${bicepFile(alert)}'@ | Set-Content -Encoding utf8 bastion-alert.bicep`,
        `az deployment group create --subscription ${SUBSCRIPTION} --resource-group rg-hub --template-file bastion-alert.bicep --parameters actionGroupId=ACTION_GROUP_ID`,
        "",
      ].join("\n"),
    });
    // Windows would take the closing parenthesis.
    assert.deepEqual(powerShellScript(alertFor(CONNECTS, { scope: { ...HOST, resourceGroup: "rg(1)" } })), {
      refused: "rg(1)",
    });
  });

  it("has names and texts only as literals, in each language", () => {
    const hostile = fc.constantFrom(
      "'",
      "\\",
      "'''",
      "'@",
      "\n'@",
      "${x}",
      "$(x)",
      "`",
      "\u202E",
      "*",
      "😀",
      "\u2019@",
      "a",
    );
    const text = fc.array(hostile, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(""));
    fc.assert(
      fc.property(fc.constantFrom(...LOGGED, FULLER, RETURNS), text, text, (trigger, name, wanted) => {
        const alert = alertFor(trigger, { name, match: `user:"${wanted}"` });
        const file = bicepFile(alert);
        // What is left without texts is the same for any name.
        const plain = bicepFile(alertFor(trigger, { name: "a", match: "user:b" }));
        assert.equal(withoutTexts(file), withoutTexts(plain));
        const script = powerShellScript(alert);
        assert.ok("text" in script && "text" in bashScript(alert));
        assert.equal(script.text.match(/^\s*['\u2018-\u201B]@/gmu)?.length, 1);
      }),
      { numRuns: 200 },
    );
    const words = bashWords(alertFor(CONNECTS, { name: "a'b", match: `user:"'; touch x; '"` }))[0] ?? [];
    assert.equal(words.length % 2, 1);
    assert.equal(given(words, "name"), "a-b");
  });

  it("has a name that Azure takes", () => {
    const nameOf = (name: string) => alertFor(CONNECTS, { name }).alerts[0]?.name;
    assert.equal(nameOf("Prod: 8h+ <all>."), "Prod- 8h- -all-");
    assert.equal(nameOf("???"), "Bastion sessions");
    assert.equal(nameOf("긴 세션"), "긴 세션");
    assert.equal(Array.from(nameOf("😀a".repeat(200)) ?? "").length, 200);
  });
});

/** A Bicep file without what is in quotes. */
function withoutTexts(file: string): string {
  return file.replaceAll(/'''[\s\S]*?'''|'(?:\\[\s\S]|[^'\\\n])*'/gu, "''");
}
