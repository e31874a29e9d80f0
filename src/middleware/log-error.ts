/** An error in the log. One that cannot be written, as its trace throws, costs no response. */
export function logError(error: unknown): void {
  try {
    console.error(error);
  } catch {
    console.error('The error cannot be written.');
  }
}
