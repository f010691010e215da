import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import ts from "typescript";
import { root } from "../../vscode/paths.ts";

const MOST_FILES = 20;

/** The files below a folder of the repository, by their paths in it. */
function filesOf(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length).replaceAll("\\", "/").replace(/^\//u, ""));
}

function grouped(entries: readonly (readonly [key: string, path: string])[]): Map<string, string[]> {
  const groups = new Map<string, string[]>();
  for (const [key, path] of entries) {
    groups.set(key, [...(groups.get(key) ?? []), path]);
  }
  return groups;
}

/** What stands in more than one place, as `name: place, place`. */
function repeated(groups: ReadonlyMap<string, readonly string[]>): string[] {
  return [...groups].filter(([, paths]) => paths.length > 1).map(([name, paths]) => `${name}: ${paths.join(", ")}`);
}

/** The types that a file declares and exports. */
function exportedTypes(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(join(root, path), "utf8"), ts.ScriptTarget.Latest);
  const declared = source.statements.filter(
    (statement) =>
      ts.isInterfaceDeclaration(statement) ||
      ts.isTypeAliasDeclaration(statement) ||
      ts.isClassDeclaration(statement) ||
      ts.isEnumDeclaration(statement),
  );
  const names = declared
    .filter((statement) => statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword))
    .map((statement) => statement.name?.text ?? "default");
  return [...new Set(names)];
}

describe("the house", () => {
  const src = filesOf("src");

  it(`has at most ${String(MOST_FILES)} files in a folder`, () => {
    const folders = grouped([...src, ...filesOf("test")].map((path) => [dirname(path), path]));
    const crowded = [...folders].filter(([, paths]) => paths.length > MOST_FILES);
    assert.deepEqual(
      crowded.map(([folder, paths]) => `${folder}: ${String(paths.length)}`),
      [],
    );
  });

  it("has each file name once in src", () => {
    const named = src.filter((path) => !/^(?:index\.ts|tsconfig\.json)$/u.test(basename(path)));
    assert.deepEqual(repeated(grouped(named.map((path) => [basename(path), path]))), []);
  });

  it("has each exported type's name once in src", () => {
    const types = src
      .filter((path) => path.endsWith(".ts"))
      .flatMap((path) => exportedTypes(path).map((name) => [name, path] as const));
    assert(types.length > 50);
    assert.deepEqual(repeated(grouped(types)), []);
  });
});
