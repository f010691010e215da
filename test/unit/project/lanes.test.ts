import { strict as assert } from "node:assert";
import { globSync } from "node:fs";
import { matchesGlob } from "node:path";
import { root } from "../../vscode/paths.ts";

type Stream = "stdout" | "stderr";
type Lanes = readonly (readonly string[])[];

const load = async (module: string): Promise<unknown> =>
  await import(new URL(`../../../scripts/${module}`, import.meta.url).href);
const { inTurn, runLanes } = (await load("lanes.mjs")) as {
  inTurn: (
    names: readonly string[],
    write: (stream: Stream, chunk: string) => void,
  ) => { print: (name: string, stream: Stream, chunk: string) => void; end: (name: string) => void };
  runLanes: (lanes: Lanes, run: (name: string) => Promise<void>) => Promise<void>;
};
const { everyday, last, listSuites, longer, suites } = (await load("suites.mjs")) as {
  everyday: Lanes;
  longer: Lanes;
  last: readonly string[];
  listSuites: () => string;
  suites: Readonly<Record<string, { readonly run?: (grep?: string) => readonly string[] }>>;
};

describe("what prints in turn", () => {
  function screen(...names: readonly string[]) {
    const shown: string[] = [];
    return { shown, ...inTurn(names, (stream, chunk) => shown.push(`${stream} ${chunk}`)) };
  }

  it("is shown at once where it is its turn, and else kept until then", () => {
    const { shown, print, end } = screen("a", "b", "c");
    print("b", "stdout", "b1");
    print("a", "stdout", "a1");
    print("c", "stderr", "c1");
    print("b", "stderr", "b2");
    assert.deepEqual(shown, ["stdout a1"]);
    end("a");
    assert.deepEqual(shown, ["stdout a1", "stdout b1", "stderr b2"]);
    print("b", "stdout", "b3");
    end("b");
    assert.deepEqual(shown.slice(3), ["stdout b3", "stderr c1"]);
  });

  it("is shown whole where it ended before its turn", () => {
    const { shown, print, end } = screen("a", "b", "c", "d");
    for (const name of ["b", "c"]) {
      print(name, "stdout", name);
      end(name);
    }
    print("d", "stdout", "d1");
    assert.deepEqual(shown, []);
    end("a");
    print("d", "stdout", "d2");
    end("d");
    assert.deepEqual(
      shown,
      ["b", "c", "d1", "d2"].map((chunk) => `stdout ${chunk}`),
    );
  });

  it("does not wait for one that printed nothing", () => {
    const { shown, print, end } = screen("a", "b");
    print("b", "stdout", "b");
    end("a");
    assert.deepEqual(shown, ["stdout b"]);
  });
});

describe("lanes", () => {
  it("run side by side, and what is in one of them one after the other", async () => {
    const began: string[] = [];
    const gates = new Map(["a1", "a2", "b1"].map((name) => [name, Promise.withResolvers<undefined>()]));
    const all = runLanes([["a1", "a2"], ["b1"]], async (name) => {
      began.push(name);
      await gates.get(name)?.promise;
    });
    const finish = async (name: string) => {
      gates.get(name)?.resolve(undefined);
      await new Promise(setImmediate);
    };
    assert.deepEqual(began, ["a1", "b1"]);
    await finish("b1");
    assert.deepEqual(began, ["a1", "b1"]);
    await finish("a1");
    assert.deepEqual(began, ["a1", "b1", "a2"]);
    await finish("a2");
    await all;
  });
});

describe("the suites", () => {
  it("are each in one place, and exist", () => {
    for (const lanes of [everyday, longer]) {
      const names = [...lanes.flat(), ...last];
      assert.deepEqual(
        names.filter((name) => !Object.hasOwn(suites, name)),
        [],
      );
      assert.equal(new Set(names).size, names.length);
    }
  });

  it("are each listed with what they are and how long they take", () => {
    const lines = listSuites().split("\n");
    for (const name of Object.keys(suites)) {
      assert(
        lines.some((line) => new RegExp(`^  ${name} +~[0-9]+ s   [A-Za-z]`, "u").test(line)),
        name,
      );
    }
  });

  it("in VS Code's window have every UI test once between them", () => {
    const ignored = ["ui", "ui-sessions", "ui-long"].map((name) =>
      (suites[name]?.run?.() ?? []).flatMap((argument) => argument.split("--ignore=").slice(1)),
    );
    const files = globSync("test/ui/**/*.test.ts", { cwd: root });
    assert.ok(files.length > 0);
    for (const file of files) {
      assert.equal(
        ignored.filter((patterns) => !patterns.some((pattern) => matchesGlob(file, pattern))).length,
        1,
        file,
      );
    }
  });
});
