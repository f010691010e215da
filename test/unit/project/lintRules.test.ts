import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../vscode/paths.ts";

const { findDirectives, findTyped, oxlint } = (await import(
  new URL("../../../scripts/lint.mjs", import.meta.url).href
)) as {
  findDirectives: (files: readonly string[]) => string[];
  findTyped: (files: readonly string[]) => Promise<string[]>;
  oxlint: (config: string) => string[];
};

/** Every rule that eslint and its plugins checked before oxlint took over, by where it holds. */
const rules = JSON.parse(readFileSync(join(import.meta.dirname, "lintRules.json"), "utf8")) as Record<
  "everywhere" | "typescript" | "src" | "test" | "scripts",
  string[]
>;

/** Rules under another name. */
const renamed: Readonly<Record<string, string>> = { "no-restricted-imports": "layers" };

/** What no module can contain, since it does not parse there. The fixture for scripts is a .cjs file. */
const syntaxErrorsInModules = ["no-octal", "no-nonoctal-decimal-escape", "no-delete-var"];

const wanted = {
  src: [...rules.everywhere, ...rules.typescript, ...rules.src],
  test: [...rules.everywhere, ...rules.typescript, ...rules.test],
  scripts: [...rules.everywhere, ...rules.scripts],
};
/** Where the fixtures of a kind lie when they are linted; the first is a room that knows no VS Code. */
const folders = { src: "src/core/model", test: "test", scripts: "scripts" };
type Kind = keyof typeof folders;

/** Written apart, since this file is linted too. */
const OFF = "disable";

const fixtures = join(import.meta.dirname, "lintFixtures");
let folder: string;

/** Copies fixtures into a small project of its own, under the configuration of this one. */
function build(): void {
  folder = mkdtempSync(join(tmpdir(), "bastion-sessions-lint-"));
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
  const compilerOptions = { extends: join(root, "tsconfig.json"), include: ["src", "test"], exclude: ["node_modules"] };
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(compilerOptions));
  const config = pathToFileURL(join(root, "oxlint.config.mjs")).href;
  writeFileSync(join(folder, "oxlint.config.mjs"), `export { default } from ${JSON.stringify(config)};`);
  const copy = (kind: Kind, from: string, extension?: string): void => {
    for (const name of readdirSync(join(fixtures, from))) {
      const to = extension === undefined ? name : `${basename(name, extname(name))}${extension}`;
      cpSync(join(fixtures, from, name), join(folder, folders[kind], to));
    }
  };
  for (const kind of ["src", "test", "scripts"] as const) {
    mkdirSync(join(folder, folders[kind]), { recursive: true });
    copy(kind, "everywhere", kind === "scripts" ? ".mjs" : ".ts");
    copy(kind, kind);
    if (kind !== "scripts") {
      copy(kind, "typescript");
      cpSync(join(fixtures, "other.ts"), join(folder, folders[kind], "other.ts"));
    }
  }
  writeFileSync(join(folder, "src/core/model/long.ts"), "// a\n".repeat(301));
  writeFileSync(join(folder, "test/long.ts"), "// a\n".repeat(301));
  writeFileSync(join(folder, "test/long.test.ts"), "// a\n".repeat(601));
  writeFileSync(join(folder, "test/short.test.ts"), "// a\n".repeat(600));
  writeFileSync(join(folder, "scripts/long.mjs"), "// a\n".repeat(301));
  const text = "A text that is one literal, since translations are found by it as a whole. ".repeat(2);
  const url = `https://example.com/${"a".repeat(140)}`;
  writeFileSync(join(folder, "src/core/model/text.ts"), `export const text = "${text}";\n// ${url}\n`);
  writeFileSync(join(folder, "src/core/model/disabled.ts"), `/* eslint-${OFF} */\nvar a = 1; // eslint-${OFF}-line\n`);
}

/** The rules that report, by file; paths are relative to `folder`. */
async function lint(): Promise<Map<string, Set<string>>> {
  const args = [...oxlint("oxlint.config.mjs"), "--format=json", "src", "test", "scripts"];
  const output = await new Promise<string>((resolve) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (_error, stdout) => {
      resolve(stdout);
    });
  });
  const reported = new Map<string, Set<string>>();
  const add = (file: string, rule: string): void => {
    reported.set(file, (reported.get(file) ?? new Set()).add(rule));
  };
  const { diagnostics } = JSON.parse(output) as { diagnostics: { filename: string; code?: string; message: string }[] };
  for (const { filename, code, message } of diagnostics) {
    const rule = /\((.+)\)$/u.exec(code ?? "")?.[1];
    assert(rule !== undefined, `${filename}: ${message}`);
    add(filename.replaceAll("\\", "/"), rule);
  }
  for (const kind of ["src", "test"] as const) {
    const path = `${folders[kind]}/typed.ts`;
    for (const line of await findTyped([join(folder, path)])) {
      add(path, /\[(.+)\]$/u.exec(line)?.[1] ?? line);
    }
  }
  return reported;
}

describe("the linters", function () {
  this.timeout(60_000);
  let reported: Map<string, Set<string>>;

  before(async () => {
    build();
    reported = await lint();
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const kind of ["src", "test", "scripts"] as const) {
    it(`report every rule in a fixture of ${kind}`, () => {
      const found = new Set([...reported].filter(([file]) => file.startsWith(kind)).flatMap(([, names]) => [...names]));
      const silent = wanted[kind]
        .filter((rule) => kind === "scripts" || !syntaxErrorsInModules.includes(rule))
        .filter((rule) => !found.has(renamed[rule] ?? rule));
      assert.deepEqual(silent, []);
    });
  }

  it("report each rule that a comment of a fixture names in that file", () => {
    for (const from of ["everywhere", "typescript", "src"]) {
      for (const name of readdirSync(join(fixtures, from))) {
        const path = `${folders.src}/${basename(name, extname(name))}.ts`;
        const named = [...readFileSync(join(folder, path), "utf8").matchAll(/\/\/ ([\w-]+(?:, [\w-]+)*)$/gmu)];
        const missing = named
          .flatMap(([, list = ""]) => list.split(", "))
          .filter((rule) => !reported.get(path)?.has(rule));
        assert.deepEqual(missing, [], path);
      }
    }
  });

  it("allow tests more lines than other files", () => {
    const tooLong = [...reported].filter(([, names]) => names.has("max-lines")).map(([file]) => file);
    assert.deepEqual(tooLong.sort(), [
      "scripts/long.mjs",
      "src/core/model/long.ts",
      "test/long.test.ts",
      "test/long.ts",
    ]);
  });

  it("do not count long texts and addresses in the length of a line", () => {
    assert.deepEqual(reported.get("src/core/model/text.ts") ?? new Set(), new Set());
  });

  it("do not obey comments", () => {
    assert(reported.get("src/core/model/disabled.ts")?.has("no-var"));
    const file = join(folder, "src/core/model/oxlint.ts");
    for (const comment of [`/* oxlint-${OFF} */`, `// oxlint-${OFF}-next-line`, `a(); // eslint-${OFF}-line no-var`]) {
      writeFileSync(file, `${comment}\n`);
      assert.equal(findDirectives([file]).length, 1, comment);
    }
  });
});
