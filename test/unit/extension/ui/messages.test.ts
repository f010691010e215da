import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import type { InputBoxOptions } from "vscode";
import { messageText } from "../../../../src/core/text/plainText.ts";
import * as stub from "../vscodeStub.ts";

const shown = await stub.importWithStub(() => import("../../../../src/extension/ui/messages.ts"));

/** How VS Code finds links in a message: vs/base/common/linkedText.ts. Icons: vs/base/common/iconLabels.ts. */
const LINK = /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+(?: ["'].+?["'])?\)/iu;
const ICON = /\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/u;

/** Texts that put names side by side, with those of all languages that do so. */
const patterns = ["en", "ko"].flatMap((language) => {
  const file = language === "en" ? "bundle.l10n.json" : `bundle.l10n.${language}.json`;
  const url = new URL(`../../../../l10n/${file}`, import.meta.url);
  const bundle = JSON.parse(readFileSync(url, "utf8")) as Record<string, string | { message: string }>;
  return Object.values(bundle)
    .map((text) => (typeof text === "string" ? text : text.message))
    .filter((text) => text.includes("{0}") && text.includes("{1}"));
});

const names: readonly (readonly [kind: string, first: string, second: string])[] = [
  ["a link of two names", "[Undo]", "command:workbench.action.quit"],
  ["a link of two names to the web", "[Undo]", "https://example.com/"],
  ["a link that one name ends and another begins", "[Undo](", "command:workbench.action.quit)"],
  ["an icon of two names", "alice$", "check"],
  ["an icon of two names, with the bracket", "alice$", "(check)"],
  ["a link in one name", "[Undo](command:workbench.action.quit)", "vm-1"],
];

describe("A finished message", () => {
  let texts: string[] = [];
  let before: object;
  beforeEach(() => {
    texts = [];
    before = { ...stub.window };
    const keep = async (text: string, ...rest: readonly unknown[]) => {
      texts.push(text, ...rest.flatMap((part) => (part as { detail?: string }).detail ?? []));
      return rest.findLast((part) => typeof part === "string");
    };
    Object.assign(stub.window, {
      showInformationMessage: keep,
      showWarningMessage: keep,
      showErrorMessage: keep,
      showInputBox: async (options: InputBoxOptions) => {
        const objection = await options.validateInput?.("");
        texts.push(options.prompt ?? "", typeof objection === "string" ? objection : "");
      },
      withProgress: async ({ title }: { title: string }, task: (progress: object) => unknown) => {
        texts.push(title);
        return task({ report: ({ message }: { message: string }) => texts.push(message) });
      },
    });
  });
  afterEach(() => Object.assign(stub.window, before));

  const ways: Readonly<Record<string, (text: string) => Promise<unknown>>> = {
    information: (text) => shown.showInformationMessage(text),
    warning: (text) => shown.showWarningMessage(text, { modal: true, detail: text }, "Disconnect"),
    error: (text) => shown.showErrorMessage(text, "Retry"),
    input: (text) => shown.showInputBox({ prompt: text, validateInput: () => text }),
    progress: (text) =>
      shown.withProgress({ location: { viewId: "view" }, title: text }, async (progress) =>
        progress.report({ message: text }),
      ),
  };
  for (const [way, show] of Object.entries(ways)) {
    for (const [kind, ...values] of names) {
      it(`holds no link and no icon, in any language: ${way}, ${kind}`, async () => {
        for (const pattern of [...patterns, "{0}({1})", "{0}{1}"]) {
          await show(stub.l10n.t(pattern, ...values.map((value) => messageText(value))));
        }
        assert.ok(texts.length > patterns.length);
        assert.deepEqual(
          texts.filter((text) => LINK.test(text) || ICON.test(text)),
          [],
        );
      });
    }
  }

  it("tells which button was chosen, whatever comes before the buttons", async () => {
    assert.equal(await shown.showWarningMessage("a", { modal: true, detail: "b" }, "Disconnect"), "Disconnect");
    assert.equal(await shown.showErrorMessage("a", "Retry"), "Retry");
    assert.deepEqual(texts, ["a", "b", "a"]);
  });
});
