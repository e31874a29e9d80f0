import { Omnitrack } from './omnitrack';

export function acknowledgeFindings(_app: Omnitrack): void {}
