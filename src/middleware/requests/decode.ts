import { ENCODED, ENTITIES } from './rules';

/** How often a value is decoded: once by the application, once by a proxy, and once more. */
const MAX_DECODINGS = 3;

/** Whether there may be something to decode. */
export const isEncoded = (value: string): boolean => value.includes('%') || value.includes('\\') || value.includes('&');

/** The value in lower case as it is, and as it is when it is decoded, over and over: percent-encoding, escapes of JSON, HTML entities. */
export function decodings(value: string): string[] {
  const texts = [value.toLowerCase()];
  if (!isEncoded(value)) {
    return texts;
  }
  for (let round = 0; round < MAX_DECODINGS; round++) {
    const text = texts[texts.length - 1];
    const decoded = text.replace(ENCODED, (_, hex?: string, decimal?: string, entity?: string) =>
      entity ? ENTITIES[entity] : String.fromCharCode(hex ? parseInt(hex, 16) : Number(decimal))).toLowerCase();
    if (decoded === text) {
      break;
    }
    texts.push(decoded);
  }
  return texts;
}
