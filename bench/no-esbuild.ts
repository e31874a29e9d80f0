/** The handlers are bundled before the measurement. */
export const buildSync = (): void => undefined;
