/** A shareable link of a VM: a person who has its URL needs no sign-in to Azure. */
export interface LinkSpec {
  /** The VM's name, in the host's resource group; made up where left out. */
  readonly machine?: string;
  /** The VM's id, in place of its name: that of a scale set's instance, or of another group. */
  readonly vmId?: string;
  /** How long ago it was made: a day where left out. */
  readonly minutesAgo?: number;
  /** How `createdAt` is written: `2024-07-23T16:07:52.6952576Z`, or `07/23/2024 16:07:52`, as was also seen. */
  readonly form?: "iso" | "american";
  /** When it expires, and under which name Azure says so: `expiresAt` where left out. */
  readonly expiry?: { readonly inMinutes: number; readonly field?: string };
  readonly message?: string;
  /** Who made it, for the Activity Log. */
  readonly createdBy?: string;
  /** It stays listed after it was deleted. */
  readonly ghost?: boolean;
  /** Laid over the answer's fields: what Azure should not send but might. */
  readonly wire?: Readonly<Record<string, unknown>>;
}

export interface SimulatedLink {
  readonly vmId: string;
  /** The secret. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly form: "iso" | "american";
  readonly expiry?: { readonly at: number; readonly field: string };
  readonly message: string | null;
  readonly ghost: boolean;
  readonly wire: Readonly<Record<string, unknown>>;
}
