import { NETWORK_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(NETWORK_CONTROLS);
