import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { EXIT } from "../../../src/cli/exitCode.ts";
import { runHere } from "../../support/commandLineHere.ts";

/** Every command; one below another stands behind it. */
const PATHS = [
  ["list"],
  ["hosts"],
  ["history"],
  ["doctor"],
  ["disconnect"],
  ["links"],
  ["links", "delete"],
  ["journal"],
  ["mcp"],
  ["completion"],
] as const;

async function printed(...args: readonly string[]): Promise<string> {
  const { code, stdout } = await runHere(args, {});
  assert.equal(code, EXIT.done);
  return stdout;
}

/** The options that the help of a command names. */
async function optionsOf(...path: readonly string[]): Promise<readonly string[]> {
  const help = await printed(...path, "--help");
  return [...help.matchAll(/^ {2}(?:-\w, )?(--[\w-]+)/gmu)].map(([, option]) => option ?? "").toSorted();
}

describe("completion", () => {
  /** What bash offers for the last of these words. */
  async function complete(...words: readonly string[]): Promise<readonly string[]> {
    const script = await printed("completion", "bash");
    const typed = ["bastion-sessions", ...words].map((word) => `'${word}'`).join(" ");
    const asked = `COMP_WORDS=(${typed}); COMP_CWORD=${words.length}; _bastion_sessions; printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { status, stdout, stderr } = spawnSync("bash", ["-c", `${script}\n${asked}`], { encoding: "utf8" });
    assert.deepEqual({ status, stderr }, { status: 0, stderr: "" });
    return stdout.split("\n").filter((line) => line !== "");
  }

  it("offers every command in bash, and behind it exactly what its help names", async () => {
    const first = PATHS.flatMap(([command]) => command);
    assert.deepEqual(await complete(""), [...new Set(first), "--help", "--version"]);
    for (const path of PATHS) {
      assert.deepEqual((await complete(...path, "--")).toSorted(), await optionsOf(...path), path.join(" "));
    }
    assert.deepEqual(await complete("links", "d"), ["delete"]);
    assert.deepEqual(await complete("links", "delete", "--a"), ["--all"]);
    assert.deepEqual(await complete("links", "--json", "--h"), ["--host", "--help"]);
    assert.deepEqual(await complete("completion", "z"), ["zsh"]);
    assert.deepEqual(await complete("nothing", ""), []);
  });

  it("is loaded by zsh with what it does in bash, by `eval` or as a file of `fpath`", async () => {
    const [zsh, bash] = [await printed("completion", "zsh"), await printed("completion", "bash")];
    assert.ok(zsh.startsWith("#compdef bastion-sessions\n"));
    assert.ok(zsh.includes(bash));
    assert.match(zsh, /compinit[^]*bashcompinit\n[^]*\ncomplete [^]*"_bastion-sessions"/u);
  });

  it("is in PowerShell's documented form, with the same words", async () => {
    const script = await printed("completion", "powershell");
    assert.match(
      script,
      /^Register-ArgumentCompleter -Native -CommandName 'bastion-sessions' -ScriptBlock \{\n {2}param\(\$wordToComplete, \$commandAst, \$cursorPosition\)\n[^]*\[System\.Management\.Automation\.CompletionResult\]::new\([^]*\n\}\n$/u,
    );
    const entries = new Map(
      [...script.matchAll(/^ {4}'([^']+)' = @\((.*)\)$/gmu)].map(([, path = "", words = ""]) => [
        path,
        words.split(", ").map((word) => word.replaceAll("'", "")),
      ]),
    );
    assert.deepEqual([...entries.keys()].toSorted(), PATHS.map((path) => path.join(" ")).toSorted());
    for (const path of PATHS) {
      const offered = entries.get(path.join(" "))?.filter((word) => word.startsWith("--"));
      assert.deepEqual(offered?.toSorted(), await optionsOf(...path), path.join(" "));
    }
  });

  it("runs nothing of what is being typed", async () => {
    assert.deepEqual(await complete("list", "$(echo ran >&2)"), []);
    assert.deepEqual(await complete("$(echo ran >&2)", "x"), []);
  });
});
