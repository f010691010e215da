import assert from "node:assert/strict";
import { followChange } from "../../../src/cli/act/followChange.ts";

interface Event {
  readonly kind: string;
  readonly results?: readonly string[];
}

/** Follows a change of two items of which Azure's answers come when the test says so, and whose looking never ends. */
function followed() {
  const user = new AbortController();
  const recorded: string[] = [];
  const progress: string[] = [];
  let tell: ((event: Event) => void) | undefined;
  let lifetime: AbortSignal | undefined;
  const record = {
    entry: "entry",
    failure: undefined,
    end: () => void recorded.push("end"),
    whenWritten: () => Promise.resolve(),
  };
  const end = followChange<string, Event>(
    record,
    { record: ({ kind }) => void recorded.push(kind) },
    { all: 2, signal: user.signal, onProgress: (answered, all) => void progress.push(`${answered} of ${all}`) },
    (hooks) => {
      [tell, lifetime] = [hooks.onEvent, hooks.lifetime];
      return { outcomes: Promise.resolve(), looked: Promise.withResolvers<never>().promise };
    },
  );
  return {
    end,
    recorded,
    progress,
    tell: (event: Event) => tell?.(event),
    stop: () => user.abort(),
    isOver: () => lifetime?.aborted,
  };
}

describe("following a change", () => {
  it("counts what Azure has answered for, and goes on looking after Ctrl+C until it has answered for all", async () => {
    const { end, progress, tell, stop } = followed();
    tell({ kind: "answered", results: ["one"] });
    stop();
    assert.equal(await Promise.race([end, Promise.resolve("under way")]), "under way");
    tell({ kind: "answered", results: ["two"] });
    assert.deepEqual(await end, { isCutShort: true, entry: "entry" });
    assert.deepEqual(progress, ["1 of 2", "2 of 2"]);
  });

  it("writes down nothing that happens after its end: the journal may be closed", async () => {
    const { end, recorded, tell, stop, isOver } = followed();
    tell({ kind: "answered", results: ["one", "two"] });
    stop();
    await end;
    tell({ kind: "returned" });
    assert.deepEqual([recorded, isOver()], [["answered", "end"], true]);
  });
});
