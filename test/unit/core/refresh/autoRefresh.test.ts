import assert from "node:assert/strict";
import { AutoRefresh } from "../../../../src/core/refresh/autoRefresh.ts";

/** An automatic refresh over a clock that goes on when the test says so, counting what it asks for. */
function desk(options: { readonly random?: number } = {}) {
  const state = {
    interval: 60_000 as number | undefined,
    isWanted: true,
    throttled: false,
    isHanging: false,
    ms: 0,
    asked: [] as string[],
    slowdowns: [] as number[],
  };
  let waits: { until: number; end: () => void }[] = [];
  let throttles = 0;
  const autoRefresh: AutoRefresh = new AutoRefresh({
    clock: {
      monotonic: () => state.ms,
      wall: () => new Date(0),
      pause: (ms, signal) =>
        new Promise((resolve) => {
          const end = (): void => resolve();
          waits.push({ until: state.ms + ms, end });
          signal.addEventListener("abort", end, { once: true });
        }),
    },
    random: () => options.random ?? 0,
    interval: () => state.interval,
    isWanted: () => state.isWanted,
    refresh: () => {
      state.asked.push(`refresh at ${String(state.ms / 1000)}`);
      throttles += Number(state.throttled);
      return state.isHanging ? Promise.withResolvers<never>().promise : Promise.resolve();
    },
    search: () => {
      state.asked.push(`search at ${String(state.ms / 1000)}`);
      throttles += Number(state.throttled);
      return Promise.resolve();
    },
    throttles: () => throttles,
    changed: () => state.slowdowns.push(autoRefresh.slowdown),
  });
  /** Lets so many seconds pass, one after the other. */
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      state.ms += 1000;
      const due = waits.filter(({ until }) => until <= state.ms);
      waits = waits.filter(({ until }) => until > state.ms);
      due.forEach(({ end }) => end());
      await settled();
    }
  };
  return { state, autoRefresh, pass };
}

/** Lets everything run that does not wait for time. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) {
    await Promise.resolve();
  }
}

describe("The automatic refresh", () => {
  it("begins with the first search, and then lists once an interval", async () => {
    const { state, autoRefresh, pass } = desk();
    autoRefresh.update();
    await pass(120);
    assert.deepEqual(state.asked, []);
    autoRefresh.resetTimer();
    await pass(121);
    assert.deepEqual(state.asked, ["refresh at 180", "refresh at 240"]);
  });

  it("searches for hosts again now and then", async () => {
    const { state, autoRefresh, pass } = desk();
    autoRefresh.resetTimer();
    await pass(660);
    assert.deepEqual(
      state.asked.filter((what) => what.startsWith("search")),
      ["search at 600"],
    );
    assert.equal(state.asked.length, 11);
  });

  it("makes no requests while hidden, and at once when visible again and due", async () => {
    const { state, autoRefresh, pass } = desk();
    autoRefresh.resetTimer();
    state.isWanted = false;
    autoRefresh.update();
    await pass(300);
    assert.deepEqual(state.asked, []);
    state.isWanted = true;
    autoRefresh.update();
    await pass(1);
    assert.deepEqual(state.asked, ["refresh at 301"]);
  });

  it("waits for the rest of the interval after being hidden for a moment", async () => {
    const { state, autoRefresh, pass } = desk();
    autoRefresh.resetTimer();
    await pass(30);
    for (const isWanted of [false, true, false, true]) {
      state.isWanted = isWanted;
      autoRefresh.update();
      await settled();
    }
    await pass(90);
    assert.deepEqual(state.asked, ["refresh at 60", "refresh at 120"]);
  });

  it("is off where the user wants none", async () => {
    const { state, autoRefresh, pass } = desk();
    state.interval = undefined;
    autoRefresh.resetTimer();
    await pass(120);
    assert.deepEqual(state.asked, []);
    state.interval = 60_000;
    autoRefresh.update();
    await pass(1);
    assert.equal(state.asked.length, 1);
  });

  it("comes a little later than asked, so that windows do not ask in step", async () => {
    const { state, autoRefresh, pass } = desk({ random: 0.5 });
    autoRefresh.resetTimer();
    await pass(130);
    assert.deepEqual(state.asked, ["refresh at 63", "refresh at 126"]);
  });

  it("goes on with the others while one host does not answer", async () => {
    const { state, autoRefresh, pass } = desk();
    state.isHanging = true;
    autoRefresh.resetTimer();
    await pass(300);
    assert.deepEqual(state.asked, ["refresh at 60", "refresh at 180", "refresh at 300"]);
  });

  it("slows down while Azure throttles, up to eight times, says so, and recovers", async () => {
    const { state, autoRefresh, pass } = desk();
    state.throttled = true;
    autoRefresh.resetTimer();
    await pass(60 + 120 + 240 + 480);
    assert.deepEqual(state.asked.slice(0, 3), ["refresh at 60", "refresh at 180", "refresh at 420"]);
    assert.deepEqual(state.slowdowns, [2, 4, 8]);
    state.throttled = false;
    await pass(480);
    assert.equal(state.slowdowns.at(-1), 1);
  });
});
