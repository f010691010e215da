import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "../../vscode/paths.ts";

interface Room {
  readonly imports: readonly string[];
  readonly types?: readonly string[];
  readonly vscode?: boolean;
}

const load = async (path: string): Promise<unknown> => await import(new URL(`../../../${path}`, import.meta.url).href);
const { roomOf, rooms } = (await load("lint/layers.mjs")) as {
  roomOf: (path: string) => string;
  rooms: Readonly<Record<string, Room>>;
};
const { oxlint } = (await load("scripts/lint.mjs")) as { oxlint: (config: string) => string[] };
const names = Object.keys(rooms);

/** A file of a room that may be imported by whoever may import the room; a room is a folder or a file. */
const fileOf = (room: string): string => (room.endsWith(".ts") ? room : `${room}/some/example.ts`);

/** What a file may name in an import, seen from another. */
function specifier(from: string, to: string): string {
  const path = posix.relative(posix.dirname(from), to);
  return path.startsWith(".") ? path : `./${path}`;
}

interface Attempt {
  readonly code: string;
  readonly allowed: boolean;
}

/** One line for everything that a file of a room could import. */
function attempts(room: string): Attempt[] {
  const { imports, types = [], vscode = false } = rooms[room]!;
  const from = fileOf(room);
  const single = imports.filter((name) => name.endsWith(".ts") && !names.includes(name));
  // Beside a room that is one file lies another room, or none.
  const folder = !room.endsWith(".ts");
  const others = names.filter((other) => other !== room);
  return [
    ...others.flatMap((other) => {
      const module = JSON.stringify(specifier(from, fileOf(other)));
      const value = imports.includes(other);
      const type = value || types.includes(other);
      return [
        { code: `import { a } from ${module};`, allowed: value },
        { code: `import { type A } from ${module};`, allowed: value },
        { code: `import ${module};`, allowed: value },
        { code: `export { a } from ${module};`, allowed: value },
        { code: `export * from ${module};`, allowed: value },
        { code: `import type { A } from ${module};`, allowed: type },
        { code: `export type { A } from ${module};`, allowed: type },
        { code: `type A = import(${module}).A;`, allowed: type },
      ];
    }),
    ...single.map((path) => ({ code: `import { a } from "${specifier(from, path)}";`, allowed: true })),
    { code: 'import { a } from "./beside.ts";', allowed: folder },
    { code: 'import { a } from "node-fetch";', allowed: true },
    { code: 'import { window } from "vscode";', allowed: vscode },
    { code: 'import type { Uri } from "vscode";', allowed: vscode },
    { code: `import { a } from "${specifier(from, "../test/support/scene.ts")}";`, allowed: false },
    { code: `import { a } from "${specifier(from, "../scripts/build.mjs")}";`, allowed: false },
    { code: `import { a } from "${specifier(from, "nowhere/example.ts")}";`, allowed: false },
    { code: 'const later = import("./beside.ts");', allowed: folder },
    { code: 'const later = import("./../some/beside.ts");', allowed: false },
    { code: 'const later = import("./below/example.ts");', allowed: false },
    { code: 'const later = import("vscode");', allowed: false },
    { code: "const later = import(`./${name}.ts`);", allowed: false },
    { code: "const later = import(name);", allowed: false },
  ];
}

/** The same line with a name that no other line declares. */
function renamed(code: string, index: number): string {
  const name = `name${String(index)}`;
  return code
    .replace(/\{ (type )?(a|A) \}/u, `{ $1$2 as ${name} }`)
    .replace(/(window|Uri) \}/u, `$1 as ${name} }`)
    .replace(/^(type|const) \w+/u, `$1 ${name}`);
}

describe("the layers of src", function () {
  this.timeout(60_000);
  const cases = new Map(names.map((room) => [room, attempts(room)]));
  /** The lines that the linter objects to, by file. */
  const objections = new Map<string, Set<number>>();

  before(() => {
    const folder = mkdtempSync(join(tmpdir(), "bastion-sessions-layers-"));
    try {
      const config = JSON.stringify(pathToFileURL(join(root, "oxlint.config.mjs")).href);
      // The configuration of `npm run lint` without the rules that need types, as there are none here.
      const untyped = `import config from ${config};\nexport default { ...config, options: { ...config.options, typeAware: false } };`;
      writeFileSync(join(folder, "oxlint.config.mjs"), untyped);
      for (const [room, tried] of cases) {
        const file = join(folder, "src", fileOf(room));
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, tried.map(({ code }, index) => renamed(code, index)).join("\n"));
      }
      writeFileSync(join(folder, "src/stray.ts"), "const a = 1;");
      for (const { filename, code, labels } of run(folder)) {
        if (/\((?:layers|no-restricted-syntax)\)/u.test(code)) {
          const lines = objections.get(filename) ?? new Set();
          objections.set(filename.replaceAll("\\", "/"), lines.add(labels[0]!.span.line));
        }
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("stand one above the other: no room imports from one above it, not even types", () => {
    for (const [index, room] of names.entries()) {
      const { imports, types = [] } = rooms[room]!;
      const up = [...imports, ...types].filter((path) => names.indexOf(roomOf(path)) >= index || roomOf(path) === "");
      assert.deepEqual(up, [], room);
    }
  });

  it("keep VS Code out of core, the command line and the page", () => {
    const plain = names.filter((room) => /^(?:core|cli|extension\/table\/page)(?:\/|$)|^api/u.test(room));
    assert(plain.length > 5);
    assert.deepEqual(
      plain.filter((room) => rooms[room]?.vscode),
      [],
    );
  });

  it("let the core import only the core, and api.ts nothing", () => {
    for (const room of names.filter((name) => name.startsWith("core/"))) {
      const { imports, types = [] } = rooms[room]!;
      assert.deepEqual(
        [...imports, ...types].filter((path) => !path.startsWith("core/")),
        [],
        room,
      );
    }
    assert.deepEqual(rooms["api.ts"], { imports: [] });
  });

  for (const [room, tried] of cases) {
    it(`hold for ${room}`, () => {
      const lines = objections.get(`src/${fileOf(room)}`) ?? new Set();
      const wrong = tried.filter(({ allowed }, index) => lines.has(index + 1) === allowed);
      assert.deepEqual(wrong, []);
    });
  }

  it("have a place for every file", () => {
    assert.deepEqual(objections.get("src/stray.ts"), new Set([1]));
  });
});

function run(cwd: string): { filename: string; code: string; labels: { span: { line: number } }[] }[] {
  const args = [...oxlint("oxlint.config.mjs"), "--format=json", "src"];
  try {
    execFileSync(process.execPath, args, { cwd, maxBuffer: 2 ** 26, stdio: "pipe", encoding: "utf8" });
  } catch (error) {
    // It ends with 1 when it has found something.
    return (JSON.parse((error as { stdout: string }).stdout) as { diagnostics: ReturnType<typeof run> }).diagnostics;
  }
  return [];
}
