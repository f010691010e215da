import type { ArmKey } from "../model/armId.ts";
import type { HostState } from "./hostState.ts";
import { isDue, type Loading } from "./loading.ts";

interface Options {
  /** Stops the lists. */
  readonly signal: AbortSignal;
  /** Hosts that need not be asked about, and as how many identities they were. */
  readonly asked: Map<ArmKey, number>;
  readonly isWanted: (state: HostState) => boolean;
  readonly search: () => Promise<void>;
  readonly loading: Loading;
  /** Calls back whenever the search has found something, until what it returns is called. */
  readonly watch: (onFound: () => void) => () => void;
}

/** Searches, and lists each host that is wanted as soon as it is found, while the search goes on. */
export async function listWhileSearching({ signal, asked, isWanted, search, loading, watch }: Options): Promise<void> {
  const listFound = (): Promise<void>[] => {
    const isToBeListed = (state: HostState) => isWanted(state) && isDue(state, asked.get(state.host.key));
    const due = signal.aborted ? [] : loading.loadedWhere(isToBeListed);
    return due.map(({ host, identities }) => {
      asked.set(host.key, identities.length);
      return loading.list(host.key);
    });
  };
  const lists: Promise<void>[] = [];
  const stop = watch(() => lists.push(...listFound()));
  try {
    await search();
  } finally {
    stop();
  }
  await Promise.all(lists);
  await Promise.all(listFound());
}
