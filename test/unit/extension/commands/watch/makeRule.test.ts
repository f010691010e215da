import assert from "node:assert/strict";
import type { App } from "../../../../../src/extension/commands/app.ts";
import type { Step } from "../../../../../src/extension/commands/watch/ruleSteps.ts";
import { configured, importWithStub, messages } from "../../vscodeStub.ts";

const { askSteps } = await importWithStub(() => import("../../../../../src/extension/commands/watch/ruleSteps.ts"));
const { addRule, rulesToAddTo } = await importWithStub(
  () => import("../../../../../src/extension/commands/watch/writeRule.ts"),
);

const RULES = "bastionSessions.watch.rules";
const app = { log: { error: () => undefined } } as unknown as Pick<App, "log">;

describe("Questions one after the other", () => {
  interface Known {
    readonly answers: readonly string[];
  }
  const places: string[] = [];
  const step =
    (answers: string[]): Step<Known> =>
    async (known, place) => {
      places.push(`${String(place.step)}/${String(place.totalSteps)}`);
      const answer = answers.shift() ?? "cancel";
      return answer === "back" || answer === "cancel" ? answer : { answers: [...known.answers, answer] };
    };
  beforeEach(() => (places.length = 0));

  it("can be gone back through, and forget what was answered there", async () => {
    const steps = [step(["a", "A"]), step(["back", "b"]), step(["c"])];
    assert.deepEqual(await askSteps(() => steps, { answers: [] }), { answers: ["A", "b", "c"] });
    assert.deepEqual(places, ["1/3", "2/3", "1/3", "2/3", "3/3"]);
  });

  it("end where the user cancels", async () => {
    const steps = [step(["a"]), step(["cancel"]), step(["c"])];
    assert.equal(await askSteps(() => steps, { answers: [] }), undefined);
  });

  it("follow from the answers before", async () => {
    const more = step(["more"]);
    const first = step(["a"]);
    const stepsOf = ({ answers }: Known) => (answers.includes("a") ? [first, more] : [first]);
    assert.deepEqual(await askSteps(stepsOf, { answers: [] }), { answers: ["a", "more"] });
    assert.deepEqual(places, ["1/1", "2/2"]);
  });
});

describe("A new rule in the settings", () => {
  beforeEach(() => {
    messages.length = 0;
    configured.clear();
  });
  after(() => configured.clear());

  it("comes behind those that are there, which stay as they are", async () => {
    const existing = [{ name: "a", usr: "ann" }, "no rule", null];
    configured.set(RULES, { effective: existing });
    await addRule(app, { name: "b", connects: true });
    assert.deepEqual(configured.get(RULES)?.effective, [...existing, { name: "b", connects: true }]);
    assert.deepEqual(messages, ["Watching: b"]);
  });

  it("is the first where there is none, and says that watching is paused", async () => {
    configured.set("bastionSessions.watch.paused", { effective: true });
    await addRule(app, { name: "b", connects: true });
    assert.deepEqual(configured.get(RULES)?.effective, [{ name: "b", connects: true }]);
    assert.deepEqual(messages, ["Rule added: b. Watching is paused."]);
  });

  for (const [name, value, message] of [
    [
      "something else than a list",
      { name: "a" },
      /^No rule was added: the setting with the watch rules isn't a list\./u,
    ],
    ["as many as are watched", new Array(50).fill("no rule"), /^There are 50 watch rules, which is the maximum\./u],
  ] as const) {
    it(`isn't written where the setting holds ${name}`, async () => {
      configured.set(RULES, { effective: value });
      assert.equal(rulesToAddTo(), undefined);
      await addRule(app, { name: "b", connects: true });
      assert.equal(configured.get(RULES)?.effective, value);
      assert.match(messages.at(-1) ?? "", message);
    });
  }
});
