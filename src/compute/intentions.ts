import { COMPUTE_CONTROLS } from './controls';
import { intentions } from '../private/intentions';

export const { enforces, relaxes } = intentions(COMPUTE_CONTROLS);
