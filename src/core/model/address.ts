import ipaddr from "ipaddr.js";

/**
 * Reads an IPv4 or IPv6 address, or a block of them such as `10.1.0.0/16`; bits below the mask do not count.
 *
 * @returns whether an address is that one or in that block; `undefined` for any other text
 */
export function addressMatcher(text: string): ((address: string) => boolean) | undefined {
  const block = parseBlock(text);
  return (
    block &&
    ((address) => {
      const found = parseAddress(address);
      return found !== undefined && found.kind() === block[0].kind() && found.match(block);
    })
  );
}

type Address = ipaddr.IPv4 | ipaddr.IPv6;

function parseBlock(text: string): [Address, number] | undefined {
  const [address = "", length, ...rest] = text.trim().split("/");
  const parsed = parseAddress(address);
  if (!parsed || rest.length > 0) {
    return undefined;
  }
  const most = parsed.kind() === "ipv4" ? 32 : 128;
  const bits = length === undefined ? most : Number(length);
  return length === undefined || (/^\d{1,3}$/u.test(length) && bits <= most) ? [parsed, bits] : undefined;
}

/** An address that is written in full: `10.1` is one too for some programs. */
function parseAddress(text: string): Address | undefined {
  const isWhole = ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text);
  return isWhole ? ipaddr.process(text) : undefined;
}
