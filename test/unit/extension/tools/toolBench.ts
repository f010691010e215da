import type { App } from "../../../../src/extension/commands/app.ts";
import type { ToolId } from "../../../../src/extension/ids.ts";
import { OpenQuestions } from "../../../../src/core/disconnect/openQuestions.ts";
import { InFlight } from "../../../../src/core/disconnect/inFlight.ts";
import { inventoryBench, type InventoryBench } from "../../../support/inventoryBench.ts";
import type { WorldSpec } from "../../../simulated-azure/world/worldTypes.ts";
import { importWithStub } from "../vscodeStub.ts";

const { runTool } = await importWithStub(async () => ({
  // Loaded on demand, when the stub is no longer in place.
  ...(await import("../../../../src/extension/commands/disconnect/disconnectActions.ts")),
  ...(await import("../../../../src/extension/tools/toolActions.ts")),
}));

export interface ToolBench extends InventoryBench {
  readonly app: App;
  /** What a tool answers, and how the model reads it. */
  call(id: ToolId, input: unknown, signal?: AbortSignal): Promise<ReadAnswer>;
}

/** An answer as a model reads it. */
export interface ReadAnswer {
  readonly text: string;
  readonly outcome: string;
  readonly note?: string;
  readonly notice?: string;
  readonly asOf?: string;
  readonly isComplete?: boolean;
  readonly more?: number;
  readonly data?: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
}

/** The tools over an inventory that has searched. */
export async function toolBench(world: WorldSpec, connected = true): Promise<ToolBench> {
  const bench = await inventoryBench(world);
  bench.watchAll(false);
  bench.clock.asleep = bench.azure.clock.now();
  await bench.inventory.refresh();
  const never = new AbortController().signal;
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const app = {
    inventory: bench.inventory,
    clock: {
      monotonic: () => bench.clock.ms,
      wall: () => new Date(bench.clock.asleep),
      pause: () => Promise.resolve(),
    },
    connection: { setting: { state: connected ? "ready" : "endpoint" } },
    selection: { isSelected: () => () => true },
    journal: { read: () => Promise.resolve({ entries: [], torn: [] }) },
    load: () => bench.inventory.whenSearched(),
    end: never,
    questions: new OpenQuestions(),
    inFlight: new InFlight(),
    log,
  } as unknown as App;
  return {
    ...bench,
    app,
    call: async (id, input, signal = never) => {
      const text = await runTool(app, id, input, signal);
      return { text, ...(JSON.parse(text) as Omit<ReadAnswer, "text">) };
    },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  };
}

/** A tenant, an account, and a subscription for hosts. */
export const COMMON = {
  tenants: [{ displayName: "Contoso" }],
  accounts: [{ label: "ops@contoso.example", home: "Contoso" }],
  subscriptions: [{ displayName: "Production", tenant: "Contoso" }],
} satisfies WorldSpec;
