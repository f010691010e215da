import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { az, commandLine, commandLines, refusedWord, SHELLS, type Command } from "../../../../src/core/text/shell.ts";
import { cmdWords, fishWords } from "./shellWords.ts";

/** What names of resources may hold, and what nobody should ever see in one. */
const word = fc.oneof(
  fc
    .array(
      fc.constantFrom(
        "a",
        "Z",
        "0",
        "-",
        "_",
        ".",
        "(",
        ")",
        "'",
        "’",
        " ",
        "$",
        "`",
        "\\",
        "*",
        "~",
        "#",
        ";",
        "{",
        "}",
        ",",
        "@",
        "ü",
        "가",
        "$(id)",
        "/",
        "=",
        "%",
        "!",
        '"',
        "&",
        "|",
        "^",
        "<",
        ":",
      ),
      { minLength: 1, maxLength: 8 },
    )
    .map((parts) => parts.join("")),
  fc.string({ minLength: 1, maxLength: 12 }),
);

/** What PowerShell makes of a line of bare and of single-quoted words, written here once more: a quote of any form ends or doubles. */
function powerShellWords(line: string): string[] {
  const words: string[] = [];
  const pattern =
    /['\u2018-\u201B]((?:[^'\u2018-\u201B]|['\u2018-\u201B]{2})*)['\u2018-\u201B](?= |$)|([^ '\u2018-\u201B]+)(?= |$)/gy;
  for (let at = 0; at < line.length; at = pattern.lastIndex + 1) {
    pattern.lastIndex = at;
    const [, quoted, bare] = pattern.exec(line)!;
    words.push(bare ?? quoted!.replace(/(['\u2018-\u201B])[\u2018-\u201B']/g, "$1"));
  }
  return words;
}

/** What stands before a command for Git Bash. */
const KEPT_PATHS = /^MSYS_NO_PATHCONV=1 /;

describe("commands made to be pasted", () => {
  for (const program of ["bash", "sh"]) {
    it(`${program} hands over exactly the words that were meant, written for bash and for zsh`, () => {
      const command = fc.array(word, { minLength: 1, maxLength: 5 });
      fc.assert(
        // Many commands for each shell, which takes its time to start.
        fc.property(
          fc.array(command, { minLength: 40, maxLength: 80 }),
          fc.constantFrom("bash" as const, "zsh" as const),
          (commands, shell) => {
            const lines = commands.map((words) => commandLine(words, shell));
            const safe = commands.filter((_words, index) => lines[index] !== undefined);
            const script = lines
              .filter((line) => line !== undefined)
              .map((line) => `printf '%s\\0' ${line.replace(KEPT_PATHS, "")}`);
            const printed = execFileSync(program, ["-c", script.join("\n")], { encoding: "utf8" });
            assert.deepEqual(printed.split("\0").slice(0, -1), safe.flat());
          },
        ),
        { numRuns: 4 },
      );
    });
  }

  const byRules: readonly (readonly [shell: "fish" | "cmd", read: (line: string) => string[]])[] = [
    ["fish", fishWords],
    ["cmd", cmdWords],
  ];
  for (const [shell, read] of byRules) {
    it(`${shell} is given words that it takes as they are, or none at all`, () => {
      fc.assert(
        fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
          const line = commandLine(words, shell);
          fc.pre(line !== undefined);
          assert.deepEqual(read(line), words);
        }),
        { numRuns: 2_000 },
      );
    });
  }

  it("zsh takes no word for the path of a program", () => {
    assert.equal(commandLine(["az", "=ls", "a=b"], "zsh"), "az '=ls' a=b");
  });

  it("PowerShell is given words that it takes as they are, or none at all", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
        const line = commandLine(words, "powershell");
        fc.pre(line !== undefined);
        assert.deepEqual(powerShellWords(line), words);
        assert.doesNotMatch(line, /["&|<>^%!]/);
      }),
      { numRuns: 2_000 },
    );
  });

  for (const bad of ["a\nb", "a\r", "a\tb", "a\u0000", "a\u001b[31m", "a\u202Eb", "a\u2028b", "\uD800", "a\uF601"]) {
    it(`nothing is proposed for ${JSON.stringify(bad)}, which is named`, () => {
      const command: Command = ["az", "fine", bad];
      for (const shell of SHELLS) {
        assert.deepEqual([commandLine(command, shell), refusedWord(command, shell)], [undefined, bad]);
      }
    });
  }

  it("no word is named where every one can be handed over", () => {
    assert.deepEqual(
      SHELLS.map((shell) => refusedWord(["az", "it's $(x)", "a b"], shell)),
      SHELLS.map(() => undefined),
    );
  });

  for (const [what, bad] of [
    ["is empty, which Windows PowerShell leaves out", ""],
    ["ends in a backslash beside a space, which spoils the quote after it", "a b\\"],
  ] as const) {
    it(`PowerShell refuses a word that ${what}`, () => assert.equal(commandLine(["az", bad], "powershell"), undefined));
  }

  it("PowerShell splits no word after one hyphen", () => {
    assert.equal(commandLine(["az", "-a.b", "--c=-d.e"], "powershell"), "az '-a.b' --c=-d.e");
  });

  it("a name that begins with a hyphen is tied to its option", () => {
    assert.deepEqual(az("network nsg show", { name: "-x", "resource-group": "rg" }), [
      "az",
      "network",
      "nsg",
      "show",
      "--name=-x",
      "--resource-group",
      "rg",
    ]);
  });

  const ids: readonly (readonly [what: string, value: string])[] = [
    ["a resource ID", "/subscriptions/s/resourceGroups/g"],
    ["one in a list", "[{id:/subscriptions/s}]"],
    ["one with a space", "/subscriptions/s/resourceGroups/a b"],
  ];
  for (const [what, scope] of ids) {
    it(`Git Bash keeps what looks like a path, and bash takes that too: ${what}`, () => {
      const line = commandLine(az("role assignment list", { scope }), "bash");
      const script = `az() { printf '%s\\0' "$MSYS_NO_PATHCONV" "$@"; }; ${line ?? ""}`;
      const printed = execFileSync("bash", ["-c", script], { encoding: "utf8" });
      assert.deepEqual(printed.split("\0").slice(0, -1), ["1", "role", "assignment", "list", "--scope", scope]);
      assert.doesNotMatch(commandLine(az("role assignment list", { scope }), "powershell") ?? "", /MSYS/);
    });
  }

  const parentheses: readonly (readonly [what: string, name: string, line: string | undefined])[] = [
    ["closes one without a space, which ends az.cmd", "rg(x)", undefined],
    ["closes one beside a space, which is quoted", "rg (x)", "az group show --name 'rg (x)'"],
    ["only opens one", "rg(x", "az group show --name 'rg(x'"],
  ];
  for (const [what, name, line] of parentheses) {
    it(`PowerShell and a parenthesis: ${what}`, () =>
      assert.equal(commandLine(az("group show", { name }), "powershell"), line));
  }

  it("Git Bash keeps its paths only where it may be Git Bash", () => {
    const command = az("group show", { name: "/s" });
    assert.deepEqual(
      (["bash", "zsh"] as const).map((shell) => [commandLine(command, shell), commandLine(command, shell, false)]),
      Array.from({ length: 2 }, () => ["MSYS_NO_PATHCONV=1 az group show --name /s", "az group show --name /s"]),
    );
  });

  it("what needs no quotes has none", () => {
    const command = az("network nsg rule create", { priority: "100", "source-address-prefixes": "*", name: "it's" });
    assert.equal(
      commandLine(command, "bash"),
      String.raw`az network nsg rule create --priority 100 --source-address-prefixes '*' --name 'it'\''s'`,
    );
    assert.equal(
      commandLine(command, "powershell"),
      "az network nsg rule create --priority 100 --source-address-prefixes '*' --name 'it''s'",
    );
  });
});

describe("A command for the user to run", () => {
  const lines = (...command: readonly string[]) => [...commandLines(command, ["bash", "powershell"])];

  it("is there once where the shells take the same", () => {
    assert.deepEqual(lines("az", "x"), [["az x", ["bash", "powershell"]]]);
  });

  it("is there for each shell where they differ, and for none that can't take it", () => {
    assert.deepEqual(lines("az", "/s"), [
      ["MSYS_NO_PATHCONV=1 az /s", ["bash"]],
      ["az /s", ["powershell"]],
    ]);
    assert.deepEqual(lines("az", 'a"b'), [["az 'a\"b'", ["bash"]]]);
    assert.deepEqual(lines("az", "a\nb"), []);
  });
});
