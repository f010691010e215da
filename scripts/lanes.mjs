/** Suites that run side by side: in lanes, and with an output that reads as if they ran one after the other. */

/**
 * Lets several print to one place, one after the other in the order of `names`: the first that has not ended prints at
 * once, and what the others print is kept until it is their turn.
 * @param {readonly string[]} names
 * @param {(stream: "stdout" | "stderr", chunk: string | Buffer) => void} write
 */
export function inTurn(names, write) {
  const kept = new Map(names.map((name) => [name, []]));
  const ended = new Set();
  return {
    print(name, stream, chunk) {
      const [turn] = kept.keys();
      name === turn ? write(stream, chunk) : kept.get(name).push([stream, chunk]);
    },
    /** Says that one will print no more. Each must say so, or those after it never have their turn. */
    end(name) {
      ended.add(name);
      for (const [turn] of kept) {
        if (!ended.has(turn)) {
          break;
        }
        kept.delete(turn);
        const [next] = kept.keys();
        kept
          .get(next)
          ?.splice(0)
          .forEach(([stream, chunk]) => write(stream, chunk));
      }
    },
  };
}

/**
 * Runs lanes side by side, and what is in one lane one after the other.
 * @param {readonly (readonly string[])[]} lanes
 * @param {(name: string) => Promise<void>} run
 */
export async function runLanes(lanes, run) {
  await Promise.all(
    lanes.map(async (lane) => {
      for (const name of lane) {
        await run(name);
      }
    }),
  );
}
