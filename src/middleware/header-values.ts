/** RFC 9110, 5.5: visible characters with spaces or tabs between them. */
export const HEADER_VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

export function checkedValue(name: string, value: string | false): string | false {
  if (value !== false && (typeof value !== 'string' || !HEADER_VALUE.test(value))) {
    throw new TypeError(`headers.${name} must be text without control characters, or false to leave the header out`);
  }
  return value;
}
