import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { MOST_RULES, parseRules } from "../../../src/core/watch/parseRules.ts";
import { TRIGGER_KINDS } from "../../../src/core/watch/parseTrigger.ts";
import { WATCH_RULES } from "../../../src/extension/ids.ts";
import { root } from "../../vscode/paths.ts";

interface RuleSchema {
  readonly defaultSnippets: readonly { readonly label: string; readonly body: unknown }[];
  readonly properties: Readonly<Record<string, { readonly default?: unknown }>>;
}

interface ListSchema {
  readonly maxItems: number;
  readonly scope: string;
  readonly ignoreSync: boolean;
  readonly items: RuleSchema;
}

const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly contributes: { readonly configuration: { readonly properties: Readonly<Record<string, ListSchema>> } };
};
const schema = manifest.contributes.configuration.properties[WATCH_RULES];

/** What a snippet leaves in the setting if the user changes nothing. */
function inserted(body: unknown): unknown {
  const json = JSON.stringify(body)
    .replaceAll(/"\^\$\{\d:([^}]*)\}"/gu, "$1")
    .replaceAll(/\$\{\d:([^}]*)\}/gu, "$1");
  return JSON.parse(json);
}

describe("The setting with the watch rules", () => {
  it("is the user's own, and stays on the machine", () => {
    assert.equal(schema?.scope, "application");
    assert.equal(schema.ignoreSync, true);
    assert.equal(schema.maxItems, MOST_RULES);
  });

  it("has the fields that are read", () => {
    assert.deepEqual(Object.keys(schema?.items.properties ?? {}).sort(), ["match", "name", ...TRIGGER_KINDS].sort());
  });

  it("proposes values and rules without mistakes", () => {
    const values = TRIGGER_KINDS.map((kind) => ({ name: kind, [kind]: schema?.items.properties[kind]?.default }));
    const snippets = schema?.items.defaultSnippets.map(({ body }) => inserted(body)) ?? [];
    assert.equal(snippets.length, 5);
    for (const rules of [values, snippets]) {
      assert.deepEqual(
        parseRules(rules).filter(({ rule }) => !rule),
        [],
      );
    }
  });

  it("is explained by examples without mistakes", () => {
    const docs = readFileSync(join(root, "docs/settings.md"), "utf8");
    const [, example = ""] = /```json\n([^`]*watch\.rules[^`]*)```/u.exec(docs) ?? [];
    const { [WATCH_RULES]: rules } = JSON.parse(`{${example}}`) as Record<string, unknown>;
    const parsed = parseRules(rules);
    assert.ok(parsed.length > 0);
    assert.deepEqual(
      parsed.filter(({ rule }) => !rule),
      [],
    );
  });
});
