/** Whether clients' addresses are in the blocks of a rule. */
import { addressMatcher } from "../../model/address.ts";

/** Addresses that are remembered for a rule. */
const MOST_ADDRESSES = 10_000;

type Blocks = readonly string[];

const known = new WeakMap<Blocks, { readonly matchers: readonly Matcher[]; readonly outside: Map<string, boolean> }>();
type Matcher = NonNullable<ReturnType<typeof addressMatcher>>;

/** Whether an address is in none of these blocks. A text that is no address says nothing. Each is parsed once, not at every look. */
export function isOutsideBlocks(blocks: Blocks, address: string): boolean {
  const { matchers, outside } = known.get(blocks) ?? {
    matchers: blocks.flatMap((block) => addressMatcher(block) ?? []),
    outside: new Map<string, boolean>(),
  };
  known.set(blocks, { matchers, outside });
  const before = outside.get(address);
  if (before !== undefined) {
    return before;
  }
  if (outside.size >= MOST_ADDRESSES) {
    outside.clear();
  }
  const isOutside = addressMatcher(address) !== undefined && !matchers.some((matches) => matches(address));
  outside.set(address, isOutside);
  return isOutside;
}
